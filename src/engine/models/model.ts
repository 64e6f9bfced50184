// What the trainer knows of any model: its variables and its logits. Adding a family = one file here + one catalogue row.

import type { ModelConfig, ModelKind } from '../../shared/catalog/models.ts';
import type { Noise } from '../noise.ts';
import type { Random } from '../rng.ts';
import type * as tf from '../tf.ts';
import { createGpt, type Gpt } from './gpt.ts';
import { createMlp } from './mlp.ts';

/** What goes on inside a model on its way to the logits; R rows as in the logits. */
export interface Inside {
  readonly logits: tf.Tensor2D;
  /** Hidden states, one a layer, first to last, [R, C] each; the last is what the output layer reads. */
  readonly hidden: readonly tf.Tensor2D[];
  /** Transformers: scores of attention before the softmax, the future masked, one a layer, [B, H, T, T] each. */
  readonly attention: readonly tf.Tensor4D[];
}

/** A fully connected layer's variables. */
export interface DenseLayer {
  /** [in, out]. */
  readonly weight: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

export interface Model {
  /** Trainable variables in a fixed order: the order of checkpoints and optimiser slots. */
  readonly variables: readonly tf.Variable[];
  /** The layer that each variable belongs to, as a reader calls it; layers come in the order of the variables. */
  readonly layerOf: readonly string[];
  /** Of each variable the axis of its output channels, where it is a matrix that quantisation may store in few bits. */
  readonly channelAxes: readonly (0 | 1 | null)[];
  /**
   * Features [B, inputs] to logits [B, outputs], or token ids [B, T] to logits [B * T, outputs]; to be called inside a tidy.
   * `noise` draws the dropout masks of a training step.
   */
  logits(x: tf.Tensor2D, noise?: Noise): tf.Tensor2D;
  /** The same pass, with what lies between: for the losses that compare it. */
  inside(x: tf.Tensor2D, noise?: Noise): Inside;
  /** Width of each hidden state, in the order of `Inside.hidden`. */
  readonly hiddenWidths: readonly number[];
  /** Perceptrons alone: their layers, first to last. */
  readonly layers?: readonly DenseLayer[];
  /** Language models alone: token by token, with a cache of what was read. */
  readonly extend?: Gpt['extend'];
  readonly inPlace?: Gpt['inPlace'];
}

type Builder<K extends ModelKind> = (
  config: Extract<ModelConfig, { kind: K }>,
  inputs: number,
  outputs: number,
  random: Random,
) => Model;

const builders: { readonly [K in ModelKind]: Builder<K> } = {
  mlp: createMlp,
  gpt: (config, blockSize, vocabSize, random) => createGpt({ ...config, blockSize, vocabSize }, random),
};

/** A model with fresh weights drawn from `random`. Throws BadSetting where its fields contradict each other. */
export function createModel(config: ModelConfig, inputs: number, outputs: number, random: Random): Model {
  // Each builder takes its own kind's config; TypeScript cannot see that the key and the config belong together.
  const build = builders[config.kind] as Builder<ModelKind>;
  return build(config as never, inputs, outputs, random);
}
