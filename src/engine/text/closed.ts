// A tokenizer without its bytes, for corpora whose every character is known: a model of sums needs no emoji.

import type { Tokenizer } from './tokenizer.ts';

/** The first `size` tokens of `tokenizer`; encode leaves out whatever has none of them. */
export function closedVocabulary(tokenizer: Tokenizer, size: number): Tokenizer {
  return {
    ...tokenizer,
    vocabSize: size,
    encode: (text) => tokenizer.encode(text).filter((id) => id < size),
  };
}
