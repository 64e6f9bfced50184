// The file a visitor gives, as text: size, kind of file, encoding. Reads bytes; knows nothing of labels or
// classes.

import { PlaygroundError } from '../../../shared/errors.ts';
import { quote } from '../../../shared/params.ts';
import type { FileSource } from '../../../shared/protocol/data.ts';
import { breathe } from '../../breathe.ts';
import { guessLayout, parseRows } from './rows.ts';

export const maxBytes = 20_000_000;
/** Bytes read or decoded between two turns of the event loop. */
const chunkBytes = 2 ** 20;
/** Bytes looked at to tell what kind of file it is. */
const headBytes = 4096;

const asCsv = 'Open it in a spreadsheet program and save the sheet as CSV.';

/** What files that are no CSV begin with, byte by byte. */
const signatures: readonly { starts: readonly string[]; what: string; remedy: string }[] = [
  {
    starts: ['PK\x03\x04', 'PK\x05\x06'],
    what: 'a zip archive, which is how Excel (.xlsx), Numbers and LibreOffice save',
    remedy: `${asCsv} If it is an archive with a CSV inside, unpack it first.`,
  },
  { starts: ['\xd0\xcf\x11\xe0'], what: 'an Excel file (.xls)', remedy: asCsv },
  {
    starts: ['%PDF-'],
    what: 'a PDF',
    remedy: 'Copy the table into a spreadsheet and save the sheet as CSV.',
  },
  {
    starts: ['\x89PNG', 'GIF8', '\xff\xd8\xff'],
    what: 'a picture',
    remedy: 'Open a CSV file: text with one row per line.',
  },
  { starts: ['\x1f\x8b'], what: 'a gzip archive', remedy: 'Unpack it first, then open the CSV inside.' },
  {
    starts: ['PAR1\x15', 'PAR1\x00'],
    what: 'a Parquet file',
    remedy: 'Write it as CSV, with pandas: pd.read_parquet(path).to_csv("table.csv", index=False).',
  },
  { starts: ['SQLite format 3'], what: 'an SQLite database', remedy: 'Export one of its tables as CSV.' },
  { starts: ['{\\rtf'], what: 'a text document (RTF)', remedy: asCsv },
];

/** `head`: the first bytes, one character each, or the first characters of a text. */
function refuseForeign(name: string, head: string, wide: boolean): void {
  const refuse = (what: string, remedy: string) => {
    throw new PlaygroundError('BadFile', `${name} is not a CSV: it looks like ${what}.`, remedy);
  };
  for (const { starts, what, remedy } of signatures) {
    if (starts.some((start) => head.startsWith(start))) refuse(what, remedy);
  }
  if (/^\s*<(!doctype|html|\?xml)/i.test(head)) {
    refuse('a web page', 'If it was downloaded, open the address in a browser and save the CSV itself.');
  }
  if (/^\s*(\[\s*\{|\{\s*")/.test(head)) {
    refuse('JSON', 'Write it as CSV: a header line, then one row per line.');
  }
  if (!wide && head.includes('\0')) {
    refuse('a binary file', `${asCsv} If it is text, it may be UTF-16: choose that encoding (utf-16le).`);
  }
}

function refuseLarge({ name, content }: FileSource): void {
  // A string has at least as many bytes as characters: only one that may fit is measured.
  const isText = typeof content === 'string';
  const length = isText ? content.length : content.size;
  const size = isText && length <= maxBytes ? new Blob([content]).size : length;
  if (size <= maxBytes) return;
  throw new PlaygroundError(
    'BadFile',
    `${name} has ${(size / 1e6).toFixed(1)} MB (${size} bytes); at most ${maxBytes / 1e6} MB can be read.`,
    'Keep fewer rows, or only the columns that are needed.',
  );
}

async function readBytes(name: string, blob: Blob, onProgress: (share: number) => void): Promise<Uint8Array> {
  const bytes = new Uint8Array(blob.size);
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      bytes.set(new Uint8Array(await blob.slice(at, at + chunkBytes).arrayBuffer()), at);
      onProgress(Math.min(1, (at + chunkBytes) / bytes.length));
      await breathe();
    }
  } catch (error) {
    throw new PlaygroundError(
      'BadFile',
      `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'It may have been moved, changed or locked since it was chosen: open it again.',
    );
  }
  return bytes;
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

function makeDecoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new PlaygroundError(
      'BadFile',
      `${quote(encoding)} is not an encoding that can be read here.`,
      'Choose another, for example utf-8, windows-1252, iso-8859-2, shift_jis or utf-16le.',
    );
  }
}

const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * Some versions of Node read windows-1252 as ISO 8859-1; the 32 codes that differ are put right, others
 * stay.
 */
function mend(text: string, encoding: string): string {
  if (encoding !== 'windows-1252') return text;
  return text.replace(/[\u0080-\u009f]/g, (sign) => windows1252[sign.charCodeAt(0) - 0x80] ?? sign);
}

/** The text before the first byte that the encoding does not allow. */
async function readUpToBadByte(bytes: Uint8Array, encoding: string): Promise<string> {
  let good = 0;
  // A decoder is of no use after it threw: each finer pass begins with a new one.
  for (const step of [chunkBytes, 1024, 1]) {
    const decoder = makeDecoder(encoding);
    try {
      decoder.decode(bytes.subarray(0, good), { stream: true });
      for (let at = good; at < bytes.length; at += step) {
        decoder.decode(bytes.subarray(at, at + step), { stream: true });
        good = Math.min(bytes.length, at + step);
      }
    } catch {
      await breathe();
    }
  }
  return makeDecoder(encoding).decode(bytes.subarray(0, good), { stream: true });
}

/** A BadFile that names row, column and, in UTF-8, the byte. */
async function badByte(name: string, bytes: Uint8Array, encoding: string): Promise<PlaygroundError> {
  const text = await readUpToBadByte(bytes, encoding);
  let header: readonly string[] | null = null;
  let row = 1;
  let column = 1;
  await parseRows(text, guessLayout(text), (chunk) => {
    header ??= chunk.rows.find((cells) => cells.some((cell) => cell.trim() !== '')) ?? null;
    row = Math.max(row, chunk.firstLine + chunk.rows.length - 1);
    column = chunk.rows.at(-1)?.length ?? column;
  });
  const title = row > 1 ? (header as readonly string[] | null)?.[column - 1]?.trim() : undefined;
  const mark = byteOrderMark(bytes) === 'utf-8' ? 3 : 0;
  const byte = bytes[new TextEncoder().encode(text).length + mark] ?? 0;
  const what = encoding === 'utf-8' ? `the byte 0x${byte.toString(16).toUpperCase()} is` : 'the bytes are';
  return new PlaygroundError(
    'BadFile',
    `${name}: row ${row}, column ${title ? quote(title) : column}: ${what} not ${encoding.toUpperCase()}.`,
    'Choose the encoding in which it was saved (for example windows-1252), or save it as "CSV UTF-8".',
  );
}

/**
 * The whole text of a source, without byte order mark. That mark decides the encoding, else
 * `source.encoding`, else it is UTF-8. `onProgress` gets rising shares in [0, 1]. Throws BadFile: too
 * large, not a CSV, unknown encoding, a byte that the encoding does not allow (by row and column).
 */
export async function readText(source: FileSource, onProgress: (share: number) => void): Promise<string> {
  const { name, content } = source;
  refuseLarge(source);
  if (typeof content === 'string') {
    refuseForeign(name, content.slice(0, headBytes), false);
    return content.startsWith('\uFEFF') ? content.slice(1) : content;
  }
  const named = source.encoding === null || source.encoding.trim() === '' ? null : source.encoding.trim();
  if (named !== null) makeDecoder(named);
  const bytes = await readBytes(name, content, (share) => onProgress(0.5 * share));
  const { encoding } = makeDecoder(byteOrderMark(bytes) ?? named ?? 'utf-8');
  refuseForeign(name, String.fromCharCode(...bytes.subarray(0, headBytes)), encoding.startsWith('utf-16'));
  const decoder = makeDecoder(encoding);
  const parts: string[] = [];
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      parts.push(mend(decoder.decode(bytes.subarray(at, at + chunkBytes), { stream: true }), encoding));
      onProgress(0.5 + 0.5 * Math.min(1, (at + chunkBytes) / bytes.length));
      await breathe();
    }
    parts.push(decoder.decode());
  } catch {
    throw await badByte(name, bytes, encoding);
  }
  const text = parts.join('');
  refuseForeign(name, text.slice(0, headBytes), false);
  return text;
}
