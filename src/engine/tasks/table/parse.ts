// A visitor's file as a table of strings: rows, header, row numbers. Judges the header and nothing below it;
// what a row is worth to a task is check.ts.

import { PlaygroundError } from '../../../shared/errors.ts';
import { quote } from '../../../shared/params.ts';
import type { FileSource } from '../../../shared/protocol/data.ts';
import { isNumber, surveyTable } from './columns.ts';
import { readText } from './decode.ts';
import { type Fault, guessLayout, parseRows } from './rows.ts';

export interface Table {
  readonly name: string;
  /** Column names without white space around them: at least two, none empty, no two equal. */
  readonly header: readonly string[];
  /** Cells as they stand in the file; a row may have more or fewer than the header. */
  readonly rows: readonly (readonly string[])[];
  /** Row number of each row, from 1, as a spreadsheet counts (the header is row 1, blank rows count too). */
  readonly lines: readonly number[];
}

const addHeader = 'If the first row is data, add a header line above it that names each column.';

function checkHeader(name: string, header: readonly string[], line: number): void {
  const refuse = (message: string, remedy: string): never => {
    throw new PlaygroundError('BadFile', `${name}: ${message}`, remedy);
  };
  if (header.length < 2) {
    refuse(
      `there is only one column, ${quote(header[0] ?? '')}.`,
      'A column to learn from and a label column are needed, with a comma, semicolon, tab or | between them.',
    );
  }
  const places = new Map<string, number>();
  header.forEach((title, at) => {
    const where = `row ${line}, column ${at + 1}`;
    const before = places.get(title);
    if (title === '') refuse(`${where} has no name.`, `Give it a name or delete the column. ${addHeader}`);
    if (isNumber(title)) refuse(`${where} is ${quote(title)}, a number and not a column's name.`, addHeader);
    if (before !== undefined) {
      refuse(`${where} has the same name as column ${before}, ${quote(title)}.`, `Rename one. ${addHeader}`);
    }
    places.set(title, at + 1);
  });
}

function refuseFault(name: string, { kind, line, near }: Fault): never {
  const what = {
    unclosed: `a quotation mark opens a cell that is never closed; it begins with ${quote(near)}.`,
    broken: `a quoted cell goes on behind its closing quotation mark; it begins with ${quote(near)}.`,
    endless: `over a million characters in one row: is a quotation mark open? It begins with ${quote(near)}.`,
  }[kind];
  throw new PlaygroundError(
    'BadFile',
    `${name}: row ${line}: ${what}`,
    'Close the quotation mark. One that belongs to the text is written twice, in a cell that is quoted.',
  );
}

const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '');

/** All rows that are not blank; the first is the header, checked as soon as it is there. */
async function collectRows(name: string, text: string, onProgress: (share: number) => void) {
  let header: readonly string[] | null = null;
  const rows: string[][] = [];
  const lines: number[] = [];
  await parseRows(text, guessLayout(text), ({ rows: found, firstLine, fault, share }) => {
    found.forEach((row, at) => {
      if (isBlank(row)) return;
      if (header === null) {
        header = row.map((title) => title.trim());
        // A file whose quotation marks are wrong from the start is told so, not that its header is odd.
        if (fault?.line !== firstLine + at) checkHeader(name, header, firstLine + at);
        return;
      }
      // The copy drops the spare room of papaparse's arrays, which is several times their content.
      rows.push(row.slice());
      lines.push(firstLine + at);
    });
    if (fault !== null) refuseFault(name, fault);
    onProgress(share);
  });
  return { header: header as readonly string[] | null, rows, lines };
}

/**
 * Reads a CSV: comma, semicolon, tab or |, quoted cells, blank lines skipped. `onProgress` gets rising
 * shares in [0, 1], the last one 1. Gives the event loop a turn every few milliseconds of work. Throws
 * PlaygroundError BadFile, naming row and column where there are any: over 20 MB, not a CSV, not in its
 * encoding, a quotation mark left open, no header, one column, no rows. Rows with too many or too few cells
 * stay.
 */
export async function readTable(source: FileSource, onProgress: (share: number) => void): Promise<Table> {
  const { name } = source;
  const text = await readText(source, (share) => onProgress(0.3 * share));
  const { header, rows, lines } = await collectRows(name, text, (share) => onProgress(0.3 + 0.4 * share));
  if (header === null) {
    throw new PlaygroundError(
      'BadFile',
      `${name} is empty.`,
      'Open a CSV with a header line and at least 20 rows.',
    );
  }
  if (rows.length === 0) {
    throw new PlaygroundError(
      'BadFile',
      `${name} has a header line but no rows below it.`,
      'Add at least 20 rows.',
    );
  }
  const table: Table = { name, header, rows, lines };
  await surveyTable(table, (share) => onProgress(0.7 + 0.3 * share));
  onProgress(1);
  return table;
}
