// Reverse KL: scale * KL(s || t), mean over rows. Gu et al. 2023, "MiniLLM"; TRL's GKD loss at beta = 1.
// Log-probabilities on both sides: a teacher's probability that underflows to 0 gives a large, finite gradient, not NaN.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';

/** T^2 * sum s (log s - log t). */
export function reverseKl({ student, teacher, temperature, scale, weights }: LossInputs): tf.Scalar {
  return tf.tidy(() => {
    const logS = tf.logSoftmax(tf.div(student, temperature) as tf.Tensor2D); // [B, K]
    const logT = tf.logSoftmax(tf.div(teacher, temperature) as tf.Tensor2D); // [B, K]
    const rows = tf.sum(tf.mul(tf.exp(logS), tf.sub(logS, logT)), 1); // [B, K] -> [B]
    return tf.mul(scale, meanRows(rows, weights)) as tf.Scalar;
  });
}
