// For tests: what a case of parity is, and what cases are made of.

import { fork } from '../rng.ts';
import * as tf from '../tf.ts';

export interface ParityCase {
  readonly name: string;
  /** Everything it computes, as tensors that are the caller's. The same inputs at every call. */
  run(): tf.Tensor[];
}

/** Normally distributed numbers, always the same for the same name. */
export function normal<S extends number[]>(name: string, ...shape: S): tf.Tensor {
  const random = fork(1, 'parity', name);
  return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, random.normal), shape);
}

/** Whole numbers from 0 on, likewise. */
export const whole = (name: string, below: number, ...shape: number[]): tf.Tensor => {
  const random = fork(1, 'parity', name);
  const values = Int32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.below(below));
  return tf.tensor(values, shape, 'int32');
};

/** y = f(inputs) and the gradients of sum(y weights) in the inputs, for fixed random weights. */
export function valueAndGradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
): tf.Tensor[] {
  return tf.tidy(() => {
    const y = f(...inputs);
    const weights = normal('upstream', ...y.shape);
    return [y, ...tf.grads((...x) => tf.sum(tf.mul(f(...x), weights)))(inputs)];
  });
}
