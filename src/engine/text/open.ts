// A visitor's text file, or what was pasted, as text: size and encoding. Whether it can be learnt from is split.ts.

import { PlaygroundError } from '../../shared/errors.ts';
import { quote } from '../../shared/params.ts';
import type { FileSource } from '../../shared/protocol/data.ts';

export const maxTextBytes = 5_000_000;

const byMark: readonly { readonly mark: readonly number[]; readonly encoding: string }[] = [
  { mark: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
];

/**
 * The text of `source`. A byte order mark decides, else the encoding asked for, else UTF-8. Throws BadFile: larger than 5 MB,
 * an unknown encoding, bytes that are not UTF-8.
 */
export async function readPlainText({ name, content, encoding }: FileSource): Promise<string> {
  const size = typeof content === 'string' ? content.length : content.size;
  if (size > maxTextBytes) {
    throw new PlaygroundError(
      'BadFile',
      `${name} has ${(size / 1e6).toFixed(1)} MB; at most ${maxTextBytes / 1e6} MB can be learnt here.`,
      'Choose a part of it: small models learn little from more.',
    );
  }
  if (typeof content === 'string') return content;
  const bytes = new Uint8Array(await content.arrayBuffer());
  const marked = byMark.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte))?.encoding;
  const chosen = marked ?? encoding ?? 'utf-8';
  try {
    return new TextDecoder(chosen, { fatal: chosen === 'utf-8' }).decode(bytes);
  } catch (error) {
    const unknown = error instanceof RangeError;
    throw new PlaygroundError(
      'BadFile',
      unknown ? `${quote(chosen)} is not an encoding this browser knows.` : `${name} is not UTF-8 text.`,
      unknown
        ? 'Choose another encoding, such as windows-1252.'
        : 'Choose its encoding, or save it as UTF-8.',
    );
  }
}
