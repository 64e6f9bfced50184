// Forward KL: scale * KL(t || s), mean over rows. Hinton, Vinyals, Dean 2015, "Distilling the knowledge in a neural network".
// PyTorch: `T**2 * F.kl_div(log_softmax(z/T), log_softmax(v/T), log_target=True, reduction='batchmean')`.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';

/** T^2 * sum t (log t - log s); 0 where student and teacher agree, finite for any finite logits. */
export function forwardKl({ student, teacher, temperature, scale, weights }: LossInputs): tf.Scalar {
  return tf.tidy(() => {
    const logS = tf.logSoftmax(tf.div(student, temperature) as tf.Tensor2D); // [B, K]
    const logT = tf.logSoftmax(tf.div(teacher, temperature) as tf.Tensor2D); // [B, K]
    const rows = tf.sum(tf.mul(tf.exp(logT), tf.sub(logT, logS)), 1); // [B, K] -> [B]
    return tf.mul(scale, meanRows(rows, weights)) as tf.Scalar;
  });
}
