// A model outside the playground, and an experiment outside it: everything that files made of them need to know, as plain
// data. The engine fills it in, export/ writes it, alone/ runs it. Holds no logic.

import type { ModelConfig } from './catalog/models.ts';
import type { LossTerm } from './catalog/terms.ts';
import type { Config } from './config.ts';
import type { LaneId } from './protocol/lanes.ts';

/** An array with its name and shape, values row after row. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

export interface CharactersJson {
  readonly kind: 'characters';
  readonly version: 1;
  /** Code points in the order of their ids. */
  readonly characters: readonly number[];
  /** false: there are no tokens for the bytes of other characters, which are left out. */
  readonly bytes?: boolean;
}

export interface BpeJson {
  readonly kind: 'bpe';
  readonly version: 1;
  /** Left and right id of each merge, one after another; merge i makes token 256 + i. */
  readonly merges: readonly number[];
}

export interface WordsJson {
  readonly kind: 'words';
  readonly version: 1;
  /** In the order of their ids. */
  readonly words: readonly string[];
  /** The word that ends a sentence. */
  readonly end: number;
}

export type TokenizerJson = CharactersJson | BpeJson | WordsJson;

/** A column of numbers and how it is brought to mean 0 and deviation 1: (value / scale - mean) / sd. */
export interface NumberField {
  readonly name: string;
  /** Of the data, in its own unit. */
  readonly min: number;
  readonly max: number;
  readonly scale: number;
  readonly mean: number;
  readonly sd: number;
}

/** How what a person types becomes what the model reads. */
export type InputRecipe =
  /** Hashed n-grams: engine/features.ts. */
  | { readonly kind: 'hashedText'; readonly features: number }
  | { readonly kind: 'numbers'; readonly fields: readonly NumberField[] }
  | {
      readonly kind: 'tokens';
      readonly tokenizer: TokenizerJson;
      /** Token behind which nothing is written; null where texts have no end. */
      readonly end: number | null;
    };

/** A trained model with all that is needed to use it. */
export interface Portable {
  readonly lane: LaneId;
  readonly model: ModelConfig;
  /** Features, or tokens of the context. */
  readonly inputs: number;
  /** Classes, or size of the vocabulary. */
  readonly outputs: number;
  /** Names of the classes; of tokens their texts as labels. */
  readonly classes: readonly string[];
  readonly input: InputRecipe;
  /** Something to try the model on, never a row of the visitor's own data. */
  readonly example: string | readonly number[];
  /** In the engine's order, names and shapes. */
  readonly tensors: readonly NamedTensor[];
  /** Training steps behind it. */
  readonly step: number;
  /** The experiment as the part of a link behind its "#". */
  readonly link: string;
  /** true: learnt from a visitor's own table or text. */
  readonly ownData: boolean;
}

/** Training or validation examples. */
export type PortableSplit =
  | {
      readonly kind: 'vectors';
      readonly size: number;
      /** [size, inputs]. */
      readonly features: Float32Array;
      /** [size]. */
      readonly labels: Int32Array;
    }
  | {
      readonly kind: 'windows';
      readonly size: number;
      /** All texts, one after another. */
      readonly tokens: Int32Array;
      /** Where each window begins in `tokens`, [size]. */
      readonly starts: Int32Array;
      /** Predictions that count, from and up to which place, and tokens that a writer is given, [size, 3]. */
      readonly counted: Int32Array;
    };

/** All that another program needs to repeat an experiment from its beginning. */
export interface PortableExperiment {
  readonly config: Config;
  readonly terms: readonly LossTerm[];
  readonly link: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly classes: readonly string[];
  readonly input: InputRecipe;
  readonly ownData: boolean;
  readonly train: PortableSplit;
  readonly validation: PortableSplit;
  /** Training examples that the student may meet: all, but for those of a hidden class. */
  readonly met: Int32Array;
  /** Training examples whose labels the student may see. */
  readonly labelled: Int32Array;
  /** Rows that are scored as a whole: every prediction of an example right. */
  readonly wholeExamples: boolean;
  /** Initial weights; student and control share theirs. */
  readonly weights: { readonly teacher: readonly NamedTensor[]; readonly student: readonly NamedTensor[] };
  /** Initial values of what each loss term trains beside the models, in the order of the terms. */
  readonly trained: readonly (readonly NamedTensor[])[];
}
