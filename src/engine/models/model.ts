// What the trainer knows of any model: its variables and its logits. Adding a family = one file here + one catalogue row.

import type { ModelConfig, ModelKind } from '../../shared/catalog/models.ts';
import type { Random } from '../rng.ts';
import type * as tf from '../tf.ts';
import { createMlp } from './mlp.ts';

export interface Model {
  /** Trainable variables in a fixed order: the order of checkpoints and optimiser slots. */
  readonly variables: readonly tf.Variable[];
  /** [B, inputs] to [B, outputs]; to be called inside a tidy. */
  logits(x: tf.Tensor2D): tf.Tensor2D;
}

type Builder<K extends ModelKind> = (
  config: Extract<ModelConfig, { kind: K }>,
  inputs: number,
  outputs: number,
  random: Random,
) => Model;

const builders = { mlp: createMlp } satisfies { [K in ModelKind]: Builder<K> };

/** A model with fresh weights drawn from `random`. */
export function createModel(config: ModelConfig, inputs: number, outputs: number, random: Random): Model {
  return builders[config.kind](config, inputs, outputs, random);
}
