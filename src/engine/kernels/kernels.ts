// The fused operations: their names, inputs, attributes and outputs, whoever computes them. A backend offers one by
// registering a kernel under its name with TensorFlow.js; the operations in ops/ use it where there is one and are composed
// of TensorFlow.js's own otherwise. Knows no backend and no gradient.

import type { LossId, losses } from '../../shared/catalog/losses.ts';
import type { Activation } from '../../shared/catalog/models.ts';
import type { OptimizerId } from '../../shared/catalog/optimizers.ts';
import type { Values } from '../../shared/params.ts';
import { runKernel } from '../backend/internals.ts';
import * as tf from '../tf.ts';

/** Divergences that have a kernel, by their loss's catalogue id: all that compare answers row by row. */
export const fusedDivergences = [
  'forwardKl',
  'reverseKl',
  'jsd',
  'skewKl',
  'skewReverseKl',
  'tvd',
  'probabilityMse',
  'dkd',
  'standardizedKl',
  'logitMse',
  'cosine',
  'topKKl',
] as const satisfies readonly LossId[];
export type FusedDivergence = (typeof fusedDivergences)[number];

/** One of them, with its loss's own settings that decide how it is computed. */
export type DivergenceForm = {
  readonly [Id in FusedDivergence]: {
    readonly id: Id;
    readonly forms: Values<(typeof losses)[Id]['forms']>;
  };
}[FusedDivergence];

/**
 * R rows, C channels, B examples of T tokens, K classes. An input or output marked `?` may be absent; outputs come in the
 * order in which they stand. All are floats but for `ids`, `key`, `at` and what `windows` cuts.
 */
export interface FusedKernels {
  /** activation(x weight + bias) + residual. `before` is what the activation reads, given where `gelu` needs it again. */
  dense: {
    inputs: {
      x: tf.Tensor2D; // [R, I]
      weight: tf.Tensor2D; // [I, O], or [O, I] where `transposed`
      bias?: tf.Tensor1D; // [O]
      residual?: tf.Tensor2D; // [R, O]
    };
    attributes: { activation: Activation | null; transposed: boolean };
    outputs: readonly [output: tf.Tensor2D, before?: tf.Tensor2D]; // [R, O] each
  };
  /** Gradient in x: dy weight^T. */
  denseGradientX: {
    inputs: { dy: tf.Tensor2D; weight: tf.Tensor2D };
    attributes: { transposed: boolean };
    outputs: readonly [dx: tf.Tensor2D]; // [R, I]
  };
  /** Gradients in the weight (x^T dy) and, where there is one, in the bias (the sum of dy's rows). */
  denseGradientWeight: {
    inputs: { x: tf.Tensor2D; dy: tf.Tensor2D };
    attributes: { transposed: boolean; bias: boolean };
    outputs: readonly [weight: tf.Tensor2D, bias?: tf.Tensor1D];
  };
  /** dy times the activation's derivative; `known` is its output, or its input for `gelu`. */
  activationGradient: {
    inputs: { dy: tf.Tensor2D; known: tf.Tensor2D };
    attributes: { activation: Activation };
    outputs: readonly [dx: tf.Tensor2D];
  };
  /** Rows to mean 0 and deviation 1 (epsilon 1e-5), times weight, plus bias. `statistics`: mean and 1 / deviation of each row. */
  layerNorm: {
    inputs: { x: tf.Tensor2D; weight: tf.Tensor1D; bias: tf.Tensor1D };
    attributes: Record<string, never>;
    outputs: readonly [output: tf.Tensor2D, statistics: tf.Tensor2D]; // [R, C], [R, 2]
  };
  layerNormGradientX: {
    inputs: { x: tf.Tensor2D; weight: tf.Tensor1D; statistics: tf.Tensor2D; dy: tf.Tensor2D };
    attributes: Record<string, never>;
    outputs: readonly [dx: tf.Tensor2D];
  };
  layerNormGradientWeight: {
    inputs: { x: tf.Tensor2D; statistics: tf.Tensor2D; dy: tf.Tensor2D };
    attributes: Record<string, never>;
    outputs: readonly [weight: tf.Tensor1D, bias: tf.Tensor1D];
  };
  /** Causal attention. qkv [B * T, 3C] holds queries, keys, values side by side, each split into heads of C / heads. */
  attention: {
    inputs: { qkv: tf.Tensor2D };
    attributes: { batch: number; heads: number };
    /** `logSums`: of each head's row of scores, the logarithm of the sum of their exponentials, [B, H, T]. */
    outputs: readonly [mixed: tf.Tensor2D, logSums: tf.Tensor3D]; // [B * T, C]
  };
  attentionGradient: {
    inputs: { qkv: tf.Tensor2D; mixed: tf.Tensor2D; logSums: tf.Tensor3D; dy: tf.Tensor2D };
    attributes: { batch: number; heads: number };
    outputs: readonly [qkv: tf.Tensor2D];
  };
  /** The same of new tokens that also look at old ones, S of them, whose keys and values are kept. Has no gradient. */
  attentionCached: {
    inputs: { qkv: tf.Tensor2D; keys?: tf.Tensor4D; values?: tf.Tensor4D }; // [B * T, 3C], [B, H, S, D] each
    attributes: { batch: number; heads: number };
    outputs: readonly [mixed: tf.Tensor2D, keys: tf.Tensor4D, values: tf.Tensor4D]; // [B * T, C], [B, H, S + T, D]
  };
  /**
   * The same of one new token an example, where there is room for N: its key and value are written in place `at`, and it looks at
   * all up to there. Beside `update` the only kernel that changes what it reads.
   */
  attentionInPlace: {
    inputs: {
      qkv: tf.Tensor2D; // [B, 3C]
      keys: tf.Tensor4D; // [B, H, N, D]
      values: tf.Tensor4D; // [B, H, N, D]
      at: tf.Tensor1D; // [1] int32
    };
    attributes: { heads: number };
    outputs: readonly [mixed: tf.Tensor2D]; // [B, C]
  };
  /**
   * Windows of a text on the device. Of each window `cuts` holds where it begins in the text and the first and last place
   * (exclusive) whose prediction counts. `weights` are 1 / all that count, or 0. Has no gradient.
   */
  windows: {
    inputs: { text: tf.Tensor1D; cuts: tf.Tensor2D }; // [N] and [B, 3], both int32
    attributes: { length: number };
    outputs: readonly [ids: tf.Tensor2D, next: tf.Tensor1D, weights: tf.Tensor1D]; // [B, T], [B * T], [B * T]
  };
  /** tokens[id] + positions[place]; the first token stands on place 0. */
  embed: {
    inputs: { ids: tf.Tensor2D; tokens: tf.Tensor2D; positions: tf.Tensor2D }; // [B, T] int32, [V, C], [N, C]
    attributes: Record<string, never>;
    outputs: readonly [output: tf.Tensor2D]; // [B * T, C]
  };
  /** Sums in a fixed order: the same bits every time. Rows of `positions` behind T are 0. */
  embedGradient: {
    inputs: { ids: tf.Tensor2D; dy: tf.Tensor2D };
    attributes: { vocabulary: number; places: number };
    outputs: readonly [tokens: tf.Tensor2D, positions: tf.Tensor2D]; // [V, C], [N, C]
  };
  /**
   * live[2] CE(targets, logits) + live[3] live[4] D(teacher, logits), each a mean over rows, or a sum weighted by `weights`.
   * live = [T, factor of D (T^2 or 1), 1 - alpha, alpha, weight of the term, the loss's own numbers in the order of its
   * catalogue row]. Without `teacher` and `live`: CE alone.
   */
  objective: {
    inputs: {
      logits: tf.Tensor2D; // [R, K]
      targets: tf.Tensor2D; // [R, K]
      weights?: tf.Tensor1D; // [R]
      teacher?: tf.Tensor2D; // [R, K]
      live?: tf.Tensor1D; // [5 + P]
    };
    attributes: { divergence: DivergenceForm | null };
    /** `terms`: CE and live[4] D, [2]. */
    outputs: readonly [loss: tf.Scalar, terms: tf.Tensor1D];
  };
  objectiveGradient: {
    inputs: FusedKernels['objective']['inputs'] & { dy: tf.Scalar };
    attributes: FusedKernels['objective']['attributes'];
    outputs: readonly [logits: tf.Tensor2D];
  };
  /** D(teacher, logits) alone, with its factor: a mean over rows, or a sum weighted by `weights`. `live` as in `objective`. */
  divergence: {
    inputs: {
      logits: tf.Tensor2D; // [R, K]
      targets: tf.Tensor2D; // [R, K]
      weights?: tf.Tensor1D; // [R]
      teacher: tf.Tensor2D; // [R, K]
      live: tf.Tensor1D; // [5 + P]
    };
    attributes: { divergence: DivergenceForm };
    outputs: readonly [value: tf.Scalar];
  };
  divergenceGradient: {
    inputs: FusedKernels['divergence']['inputs'] & { dy: tf.Scalar };
    attributes: FusedKernels['divergence']['attributes'];
    outputs: readonly [logits: tf.Tensor2D];
  };
  /** DIST, which also compares the rows of a class with each other; its inputs are those of `divergence`. */
  dist: {
    inputs: Omit<FusedKernels['divergence']['inputs'], 'targets'>;
    attributes: Record<string, never>;
    outputs: readonly [value: tf.Scalar];
  };
  distGradient: {
    inputs: FusedKernels['dist']['inputs'] & { dy: tf.Scalar };
    attributes: Record<string, never>;
    outputs: readonly [logits: tf.Tensor2D];
  };
  /** A share of the numbers set to 0, the others times 1 / (1 - share), by a mask of noise.ts; its own gradient. */
  dropout: {
    inputs: { x: tf.Tensor; key: tf.Tensor1D }; // key: [1] int32
    attributes: { share: number; mask: number };
    outputs: readonly [output: tf.Tensor];
  };
  /** log softmax of each row. */
  logSoftmax: {
    inputs: { x: tf.Tensor2D }; // [R, K]
    attributes: Record<string, never>;
    outputs: readonly [y: tf.Tensor2D];
  };
  logSoftmaxGradient: {
    inputs: { y: tf.Tensor2D; dy: tf.Tensor2D };
    attributes: Record<string, never>;
    outputs: readonly [dx: tf.Tensor2D];
  };
  /**
   * One update of all variables in place. Inputs `weight0`, `gradient0`,
   * `first0`, `second0`, `weight1`, … (slots only where the rule has them) and `rates`, the numbers of `Optimizer.rates`.
   */
  update: {
    inputs: { rates: tf.Tensor1D } & { readonly [name: string]: tf.Tensor };
    attributes: { rule: OptimizerId; count: number };
    outputs: readonly [];
  };
}

export type FusedName = keyof FusedKernels;

/** The name under which TensorFlow.js knows a fused kernel: its own kernels have none like it. */
export const registeredName = (name: FusedName): string => `fused/${name}`;

let isAllowed = true;

/** Whether fused kernels are used at all: for tests, and for who wants to see what they are worth. */
export function allowFused(allowed: boolean): void {
  isAllowed = allowed;
}

let areAllowed = false;

/**
 * Whether sums over a row may go through subgroups where a graphics card has them. Off unless asked for: no card was at hand
 * on which they could be seen to win.
 */
export function allowSubgroups(allowed: boolean): void {
  areAllowed = allowed;
}

/** See `allowSubgroups`. */
export const areSubgroupsAllowed = (): boolean => areAllowed;

/** true: the current backend has a kernel for `name`. */
export const isFused = (name: FusedName): boolean =>
  isAllowed && tf.getKernel(registeredName(name), tf.getBackend()) !== undefined;

/** Runs a fused kernel on the current backend; only where `isFused`. Not differentiable: see ops/. */
export function runFused<N extends FusedName>(
  name: N,
  inputs: FusedKernels[N]['inputs'],
  attributes: FusedKernels[N]['attributes'],
): FusedKernels[N]['outputs'] {
  const outputs = runKernel(registeredName(name), inputs as never, attributes as never) as unknown;
  return outputs as FusedKernels[N]['outputs'];
}
