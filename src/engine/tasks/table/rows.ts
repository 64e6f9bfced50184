// Text to rows of cells with papaparse, a piece at a time. Knows nothing of bytes, headers or what a cell
// means; must not keep rows.

import Papa from 'papaparse';
import { breathe } from '../../breathe.ts';

const delimiters = [',', ';', '\t', '|'];
/** Characters parsed between two turns of the event loop: a few milliseconds of work. */
const chunkChars = 2 ** 17;
/**
 * A longer row is a quotation mark never closed; without a limit the rest is parsed again with every piece.
 */
const maxRowChars = 1_000_000;
/** Characters looked at to guess the layout. */
const sampleChars = 2 ** 17;

export interface Layout {
  readonly delimiter: string;
  readonly newline: '\n' | '\r\n' | '\r';
  /** Where the rows begin: behind the "sep=;" line that Excel writes and does not count, else 0. */
  readonly start: number;
}

/** A quoted cell that does not end as it should. */
export interface Fault {
  readonly kind: 'unclosed' | 'broken' | 'endless';
  /** Row number, from 1. */
  readonly line: number;
  /** How the cell (or the row, where it is endless) begins. */
  readonly near: string;
}

export interface Chunk {
  /** Blank lines are here too, as rows of empty cells, so that row numbers can be counted. */
  readonly rows: readonly string[][];
  /** Row number of rows[0], from 1, as a spreadsheet counts: a cell with line breaks is one row. */
  readonly firstLine: number;
  readonly fault: Fault | null;
  /** Share of the text that is parsed. */
  readonly share: number;
}

/**
 * "\n" where any line outside quotes ends so (a "\r" then left at a row's end is white space), else what
 * there is.
 */
function guessNewline(sample: string): Layout['newline'] {
  const bare = sample.replace(/"[^"]*"/g, '""');
  if (/(^|[^\r])\n/.test(bare)) return '\n';
  if (bare.includes('\r\n')) return '\r\n';
  return bare.includes('\r') ? '\r' : '\n';
}

/** papaparse's guess from the first ten rows; where it has none, what stands most often in the first row. */
function guessDelimiter(sample: string, newline: Layout['newline']): string {
  const guess = Papa.parse<string[]>(sample, {
    newline,
    preview: 10,
    skipEmptyLines: true,
    delimitersToGuess: delimiters,
  });
  if (!guess.errors.some((error) => error.code === 'UndetectableDelimiter')) return guess.meta.delimiter;
  const first = sample.trimStart().split(newline, 1)[0] ?? '';
  const count = (delimiter: string) => first.split(delimiter).length;
  return delimiters.reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** How the text is cut into rows and cells. Never throws. */
export function guessLayout(text: string): Layout {
  const named = /^sep=([,;\t|])(\r\n|\n|\r)/i.exec(text);
  const start = named === null ? 0 : named[0].length;
  const sample = text.slice(start, start + sampleChars);
  const newline = guessNewline(sample);
  return { newline, start, delimiter: named?.[1] ?? guessDelimiter(sample, newline) };
}

/** An error in a row still incomplete is none yet: papaparse sees that row again with the next piece. */
function findFault(
  results: Papa.ParseResult<string[]>,
  firstLine: number,
  text: string,
  from: number,
  fed: number,
): Fault | null {
  const near = (at: number) => text.slice(at, at + 100).replace(/\s+/g, ' ');
  const error = results.errors.find((e) => e.type === 'Quotes' && (e.row ?? 0) < results.data.length);
  if (error !== undefined) {
    const kind = error.code === 'MissingQuotes' ? 'unclosed' : 'broken';
    return { kind, line: firstLine + (error.row ?? 0), near: near(from + (error.index ?? 0)) };
  }
  const { cursor } = results.meta;
  if (fed - cursor <= maxRowChars) return null;
  return { kind: 'endless', line: firstLine + results.data.length, near: near(cursor) };
}

/**
 * Parses `text` and hands its rows to `visit` piece by piece, with a turn of the event loop after each.
 * What `visit` throws ends the parsing and is thrown on.
 */
export function parseRows(text: string, layout: Layout, visit: (chunk: Chunk) => void): Promise<void> {
  const body = text.slice(layout.start);
  return new Promise((resolve, reject) => {
    let firstLine = 1;
    let from = 0;
    let fed = 0;
    Papa.parse<string[]>(body, {
      delimiter: layout.delimiter,
      newline: layout.newline,
      chunkSize: chunkChars,
      chunk(results: Papa.ParseResult<string[]>, parser: Papa.Parser) {
        fed = Math.min(body.length, fed + chunkChars);
        try {
          const fault = findFault(results, firstLine, body, from, fed);
          visit({ rows: results.data, firstLine, fault, share: fed / Math.max(1, body.length) });
        } catch (error) {
          reject(error);
          parser.abort();
          return;
        }
        firstLine += results.data.length;
        from = results.meta.cursor;
        parser.pause();
        breathe()
          .then(() => parser.resume())
          .catch(reject);
      },
      complete: () => resolve(),
    });
  });
}
