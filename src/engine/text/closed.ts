// A tokenizer without its bytes, for corpora whose every character is known: a model of sums needs no emoji.

import type { CharactersTokenizer } from './tokenizer.ts';

/** A tokenizer of characters with its bytes left out; encode leaves out whatever has no token of its own. */
export function closedVocabulary(tokenizer: CharactersTokenizer): CharactersTokenizer {
  const size = tokenizer.vocabSize - 256;
  return {
    ...tokenizer,
    vocabSize: size,
    encode: (text) => tokenizer.encode(text).filter((id) => id < size),
    toJson: () => ({ ...tokenizer.toJson(), bytes: false }),
  };
}
