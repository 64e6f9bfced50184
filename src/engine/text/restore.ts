// Turns a saved tokenizer of any kind back into a tokenizer. One row per kind that can be saved.

import { bpeFromJson } from './bpe.ts';
import { charactersFromJson } from './characters.ts';
import { badTokenizer, type SavableTokenizer } from './tokenizer.ts';

const readers = { characters: charactersFromJson, bpe: bpeFromJson } satisfies {
  [K in ReturnType<SavableTokenizer['toJson']>['kind']]: (json: unknown) => SavableTokenizer;
};

/** Inverse of any tokenizer's toJson, for untrusted `json`. Throws BadFile. */
export function tokenizerFromJson(json: unknown): SavableTokenizer {
  const kind = typeof json === 'object' && json !== null && 'kind' in json ? json.kind : undefined;
  if (kind === 'characters' || kind === 'bpe') return readers[kind](json);
  throw badTokenizer('it is of no known kind');
}
