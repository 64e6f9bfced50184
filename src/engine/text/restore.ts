// Turns a saved tokenizer of any kind back into a tokenizer. One row per kind.

import { bpeFromJson } from './bpe.ts';
import { charactersFromJson } from './characters.ts';
import { badTokenizer, type Tokenizer, type TokenizerKind } from './tokenizer.ts';
import { wordsFromJson } from './words.ts';

const readers = {
  characters: charactersFromJson,
  bpe: bpeFromJson,
  words: wordsFromJson,
} satisfies Record<TokenizerKind, (json: unknown) => Tokenizer>;

/** Inverse of any tokenizer's toJson, for untrusted `json`. Throws BadFile. */
export function tokenizerFromJson(json: unknown): Tokenizer {
  const kind = typeof json === 'object' && json !== null && 'kind' in json ? json.kind : undefined;
  if (typeof kind === 'string' && Object.hasOwn(readers, kind)) return readers[kind as TokenizerKind](json);
  throw badTokenizer('it is of no known kind');
}
