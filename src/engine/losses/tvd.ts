// Total variation distance: scale * 1/2 sum |t - s|, mean over rows. Wen et al. 2023, "f-divergence minimization for
// sequence-level knowledge distillation"; DistillKit has it without T^2, both at T = 1. Its gradient falls with 1/T rather
// than 1/T^2, so that T^2 makes it grow with T: watch the gradient norm.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { logSoftened } from './softened.ts';

export function tvd({ scale, weights, ...pair }: LossInputs<'tvd'>): tf.Scalar {
  return tf.tidy(() => {
    const { logS, logT } = logSoftened(pair); // [R, K]
    const rows = tf.mul(0.5, tf.sum(tf.abs(tf.sub(tf.exp(logT), tf.exp(logS))), 1)); // [R, K] -> [R]
    return tf.mul(scale, meanRows(rows, weights)) as tf.Scalar;
  });
}
