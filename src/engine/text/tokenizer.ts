// What every tokenizer offers, and how one is written to JSON. Knows no particular tokenizer.

import { PlaygroundError } from '../../shared/errors.ts';
import type { BpeJson, CharactersJson, TokenizerJson, WordsJson } from '../../shared/portable.ts';

export type { BpeJson, CharactersJson, TokenizerJson, WordsJson };

export type TokenizerKind = 'characters' | 'bpe' | 'words';

/** Text to token ids, 0 to vocabSize - 1, and back. */
export interface Tokenizer {
  readonly kind: TokenizerKind;
  readonly vocabSize: number;
  /** Shape [tokens]. */
  encode(text: string): Int32Array;
  /** Inverse of encode. Any ids in range are allowed; bytes that make up no character become U+FFFD. */
  decode(ids: ArrayLike<number>): string;
  /** Token `id` as a label: blanks visible, parts of characters as ⟨E2⟩. */
  tokenText(id: number): string;
  /** What `tokenizerFromJson` makes the same tokenizer from: saved with every model. */
  toJson(): TokenizerJson;
}

/** One that is told by its characters, and may be cut to them. */
export interface CharactersTokenizer extends Tokenizer {
  toJson(): CharactersJson;
}

/** Refuses an id that is no token; it can only come from a mistake of ours. */
export function checkId(id: number | undefined, vocabSize: number): number {
  if (id !== undefined && Number.isInteger(id) && id >= 0 && id < vocabSize) return id;
  throw new PlaygroundError(
    'Internal',
    `${id} is no token: the vocabulary has the ids 0 to ${vocabSize - 1}.`,
    'Please report it with this link.',
  );
}

/** The error for a saved tokenizer that cannot be read. */
export function badTokenizer(problem: string): PlaygroundError {
  return new PlaygroundError(
    'BadFile',
    `The saved tokenizer cannot be read: ${problem}.`,
    'Save the model again and load the new file; a file edited by hand may have lost something.',
  );
}

/** The fields of a saved tokenizer after a check of kind and version. Throws BadFile. */
export function openJson(json: unknown, kind: TokenizerKind): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null) throw badTokenizer('it is no object');
  const fields = json as Readonly<Record<string, unknown>>;
  if (fields.kind !== kind) throw badTokenizer(`its kind is not "${kind}"`);
  if (fields.version !== 1) throw badTokenizer('its version is not 1');
  return fields;
}

/** `value` as whole numbers of 0 to `limit` - 1, at most `most` of them. Throws BadFile. */
export function wholeNumbers(value: unknown, limit: number, most: number, name: string): readonly number[] {
  if (!Array.isArray(value)) throw badTokenizer(`"${name}" is no list`);
  if (value.length > most) throw badTokenizer(`"${name}" has ${value.length} entries, at most ${most} fit`);
  const bad = value.findIndex((entry) => !Number.isInteger(entry) || entry < 0 || entry >= limit);
  if (bad >= 0) throw badTokenizer(`entry ${bad} of "${name}" is not a whole number below ${limit}`);
  return value as readonly number[];
}

/** UTF-16 code units encoded between two turns of the event loop: some 20 ms. */
const partLength = 65_536;

/**
 * `tokenizer.encode(text)`, in parts between which `breathe` lets other messages in. Parts end before a blank
 * that follows something else, where no tokenizer has a token across. Shape [tokens].
 */
export async function encodeInParts(
  tokenizer: Tokenizer,
  text: string,
  breathe: () => Promise<void>,
): Promise<Int32Array> {
  const parts: Int32Array[] = [];
  for (let start = 0; start < text.length; ) {
    const boundary = /\S\s/g;
    boundary.lastIndex = start + partLength;
    const found = boundary.exec(text);
    const end = found === null ? text.length : found.index + 1;
    parts.push(tokenizer.encode(text.slice(start, end)));
    start = end;
    if (start < text.length) await breathe();
  }
  const ids = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    ids.set(part, at);
    at += part.length;
  }
  return ids;
}
