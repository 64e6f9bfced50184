// Decoupled KD: scale * (a TCKD + b NCKD), mean over rows. Zhao et al. 2022, "Decoupled knowledge distillation"; mdistiller
// takes a = 1, b = 8, T = 4. TCKD is the KL between (target, rest), NCKD the KL between the other classes alone.
// Published, the target is the label. Here it is the teacher's likeliest class unless the form says `label`: a student who
// may not see a label must not get it through its loss. Masks are -1e9, not mdistiller's -1000, which large logits outweigh.

import { logSoftmax } from '../ops/log-softmax.ts';
import { meanRows } from '../ops/mean-rows.ts';
import { oneHot } from '../ops/one-hot.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { klRows, logSoftened } from './softened.ts';

export function dkd(inputs: LossInputs<'dkd'>): tf.Scalar {
  return tf.tidy(() => {
    const { teacher, scale, weights, params, forms } = inputs;
    const target =
      forms.target === 'label' ? inputs.targets : oneHot(tf.argMax(teacher, 1), teacher.shape[1]); // [R, K]
    const hidden = tf.mul(target, -1e9) as tf.Tensor2D;
    const { logS, logT } = logSoftened(inputs); // [R, K]
    /** log p(target) and log p(any other class), [R, K] to [R, 2]. */
    const decision = (logP: tf.Tensor2D) =>
      tf.stack([tf.sum(tf.mul(target, logP), 1), tf.logSumExp(tf.add(logP, hidden), 1)], 1) as tf.Tensor2D;
    const others = (logP: tf.Tensor2D): tf.Tensor2D => logSoftmax(tf.add(logP, hidden)); // [R, K]
    const targetRows = klRows(decision(logT), decision(logS)); // [R]
    const otherRows = klRows(others(logT), others(logS)); // [R]
    const rows = tf.add(tf.mul(params.targetWeight, targetRows), tf.mul(params.otherWeight, otherRows));
    return tf.mul(scale, meanRows(rows, weights)) as tf.Scalar;
  });
}
