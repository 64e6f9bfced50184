// What a person types, as what a model reads, and tokens back to text: one module that goes with every saved model.

import { hashText } from '../engine/features.ts';
import { standardise } from '../engine/tasks/table/standardise.ts';
import { tokenizerFromJson } from '../engine/text/restore.ts';
import type { InputRecipe } from '../shared/portable.ts';

export type Typed = string | readonly number[];

export interface Input {
  /** Features [inputs], or token ids [T]. Throws where what was typed does not fit the recipe. */
  encode(typed: Typed): Float32Array | Int32Array;
  /** Models that write: the text of token ids. */
  decode(ids: ArrayLike<number>): string;
}

/** Reads `input.json`. */
export function createInput(recipe: InputRecipe): Input {
  const noTokens = () => {
    throw new Error('this model answers with a class, not with text');
  };
  switch (recipe.kind) {
    case 'hashedText':
      return { encode: (typed) => hashText(String(typed)), decode: noTokens };
    case 'numbers':
      return {
        encode(typed) {
          const { fields } = recipe;
          if (!Array.isArray(typed) || typed.length !== fields.length || !typed.every(Number.isFinite))
            throw new Error(
              `this model reads ${fields.length} numbers: ${fields.map(({ name }) => name).join(', ')}`,
            );
          return Float32Array.from(fields, (field, i) => standardise(typed[i], field));
        },
        decode: noTokens,
      };
    case 'tokens': {
      const tokenizer = tokenizerFromJson(recipe.tokenizer);
      return { encode: (typed) => tokenizer.encode(String(typed)), decode: (ids) => tokenizer.decode(ids) };
    }
    default:
      return recipe satisfies never;
  }
}
