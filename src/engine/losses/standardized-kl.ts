// Standardised KL: forward KL on z-scored logits, (z - mean) / deviation of each row, with T and T^2. Sun et al. 2024, "Logit
// standardization in knowledge distillation"; the deviation is PyTorch's (divided by K - 1). Theirs adds 1e-7 to the
// deviation; here 1e-6 is added to the variance, so that a row of equal logits keeps a finite gradient.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { klRows, logSoftened } from './softened.ts';

function standardised(logits: tf.Tensor2D): tf.Tensor2D {
  const centred = tf.sub(logits, tf.mean(logits, 1, true)); // [R, K]
  const variance = tf.div(tf.sum(tf.square(centred), 1, true), Math.max(1, logits.shape[1] - 1)); // [R, 1]
  return tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-6))) as tf.Tensor2D;
}

export function standardizedKl(inputs: LossInputs<'standardizedKl'>): tf.Scalar {
  return tf.tidy(() => {
    const [student, teacher] = [standardised(inputs.student), standardised(inputs.teacher)];
    const { logS, logT } = logSoftened({ student, teacher, temperature: inputs.temperature });
    return tf.mul(inputs.scale, meanRows(klRows(logT, logS), inputs.weights)) as tf.Scalar;
  });
}
