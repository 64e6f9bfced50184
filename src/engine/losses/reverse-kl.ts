// Reverse KL: scale * KL(s || t), mean over rows. Gu et al. 2023, "MiniLLM"; TRL's GKD loss at beta = 1 (without T^2).
// Log-probabilities on both sides: a teacher's probability that underflows to 0 gives a large, finite gradient, not NaN.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { logSoftened, overClasses } from './softened.ts';

/** T^2 * sum s (log s - log t). */
export function reverseKl({ scale, weights, forms, ...pair }: LossInputs<'reverseKl'>): tf.Scalar {
  return tf.tidy(() => {
    const { logS, logT } = logSoftened(pair); // [R, K]
    const rows = overClasses(tf.mul(tf.exp(logS), tf.sub(logS, logT)), forms.over); // [R, K] -> [R]
    return tf.mul(scale, meanRows(rows, weights)) as tf.Scalar;
  });
}
