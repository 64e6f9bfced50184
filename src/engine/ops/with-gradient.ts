// An operation with a gradient of its own. Pure.

import { runDifferentiable } from '../backend/internals.ts';
import type * as tf from '../tf.ts';

/**
 * As tf.customGrad, but inputs have names, and the gradient in each is computed only where it is asked for. What `forward`
 * saves comes back in `backward`; gradients that are computed together are computed before its functions are returned.
 */
export function withGradient<I extends object, T extends tf.Tensor>(
  inputs: I,
  forward: (save: (tensors: tf.Tensor[]) => void) => T,
  backward: (dy: T, saved: tf.Tensor[]) => { readonly [K in keyof I]: () => tf.Tensor },
): T {
  return runDifferentiable(inputs as tf.NamedTensorMap, forward, backward as never) as T;
}
