// The logarithm of a mixture of two distributions, from their logarithms. Pure.

import * as tf from '../tf.ts';

/**
 * log((1 - share) e^a + share e^b), elementwise, of the same shape as `a` and `b`; share strictly between 0 and 1. Finite
 * where the mixture itself would round to 0.
 */
export function logMix(a: tf.Tensor2D, b: tf.Tensor2D, share: tf.Scalar): tf.Tensor2D {
  return tf.tidy(() => {
    const parts = [tf.add(a, tf.log(tf.sub(1, share))), tf.add(b, tf.log(share))];
    return tf.logSumExp(tf.stack(parts), 0); // [2, R, K] -> [R, K]
  });
}
