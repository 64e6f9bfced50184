// The tokenizer of single characters: those of a corpus, and bytes for all others. Must not touch pieces of
// words.

import { decodeBytes, encodeBytes, printable, writeCodePoint } from './bytes.ts';
import { closedVocabulary } from './closed.ts';
import {
  badTokenizer,
  type CharactersJson,
  type CharactersTokenizer,
  checkId,
  openJson,
  type Tokenizer,
  wholeNumbers,
} from './tokenizer.ts';

/** Most characters with a token of their own: with 256 bytes, 4,096 tokens. */
export const maxCharacters = 3840;

const codePointLimit = 0x110000;

/** How often each code point (index) occurs in `text`. */
function countCharacters(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < text.length; i++) {
    const codePoint = text.codePointAt(i) as number;
    counts.set(codePoint, (counts.get(codePoint) ?? 0) + 1);
    if (codePoint > 0xffff) i += 1;
  }
  return counts;
}

/**
 * One token per character of `corpus`, sorted by code point (as in nanoGPT's character-level data), then 256
 * tokens for bytes, so that text with other characters can be told as well. Of more than `limit` characters
 * the most frequent get a token. A lone surrogate counts as a character.
 */
export function buildCharacters(corpus: string, limit = maxCharacters): CharactersTokenizer {
  const most = Math.min(limit, maxCharacters);
  const counts = [...countCharacters(corpus)];
  if (counts.length > most) counts.sort(([a, countA], [b, countB]) => countB - countA || a - b);
  return fromCodePoints(
    counts
      .slice(0, most)
      .map(([codePoint]) => codePoint)
      .sort((a, b) => a - b),
  );
}

/** Inverse of toJson, for untrusted `json`. Throws BadFile. */
export function charactersFromJson(json: unknown): Tokenizer {
  const { characters, bytes } = openJson(json, 'characters');
  const codePoints = wholeNumbers(characters, codePointLimit, maxCharacters, 'characters');
  if (new Set(codePoints).size < codePoints.length) throw badTokenizer('a character occurs twice');
  const tokenizer = fromCodePoints(codePoints);
  return bytes === false ? closedVocabulary(tokenizer) : tokenizer;
}

function fromCodePoints(codePoints: readonly number[]): CharactersTokenizer {
  const firstByte = codePoints.length;
  const vocabSize = firstByte + 256;
  const idOf = new Int32Array(1 + codePoints.reduce((most, codePoint) => Math.max(most, codePoint), 0)).fill(
    -1,
  );
  codePoints.forEach((codePoint, id) => {
    idOf[codePoint] = id;
  });
  const bytesOf = [
    ...codePoints.map((codePoint) => encodeBytes(String.fromCodePoint(codePoint))),
    ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
  ];
  return {
    kind: 'characters',
    vocabSize,
    encode: (text) => encodeCharacters(text, idOf, firstByte),
    decode: (ids) => decodeTokens(ids, bytesOf),
    tokenText: (id) => printable(bytesOf[checkId(id, vocabSize)] ?? new Uint8Array()),
    toJson: (): CharactersJson => ({ kind: 'characters', version: 1, characters: [...codePoints] }),
  };
}

/**
 * Token ids, shape [tokens]. `idOf` holds the id of each code point, -1 for none; byte 0 is token
 * `firstByte`.
 */
function encodeCharacters(text: string, idOf: Int32Array, firstByte: number): Int32Array {
  // A UTF-16 code unit takes at most three bytes.
  const ids = new Int32Array(3 * text.length);
  const bytes = new Uint8Array(4);
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const codePoint = text.codePointAt(i) as number;
    const id = idOf[codePoint] ?? -1;
    if (id >= 0) ids[size++] = id;
    else {
      const length = writeCodePoint(codePoint, bytes, 0);
      for (let k = 0; k < length; k++) ids[size++] = firstByte + (bytes[k] as number);
    }
    if (codePoint > 0xffff) i += 1;
  }
  return ids.slice(0, size);
}

/** The text of tokens whose bytes are known. Throws Internal on an id that is no token. */
export function decodeTokens(ids: ArrayLike<number>, bytesOf: readonly Uint8Array[]): string {
  let size = 0;
  for (let i = 0; i < ids.length; i++) size += bytesOf[checkId(ids[i], bytesOf.length)]?.length ?? 0;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let i = 0; i < ids.length; i++) {
    const part = bytesOf[ids[i] as number] as Uint8Array;
    // Most tokens are a few bytes long: a loop beats set().
    for (let k = 0; k < part.length; k++) bytes[at + k] = part[k] as number;
    at += part.length;
  }
  return decodeBytes(bytes);
}
