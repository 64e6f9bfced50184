// DIST: scale * (b (1 - Pearson over the classes of a row) + g (1 - Pearson over the rows of a class)), means over rows and
// over classes. Huang et al. 2022, "Knowledge distillation from a stronger teacher"; torchdistill's `DISTLoss`, with T^2.
// Only the order and the relative distances of probabilities count, not their size.

import { meanRows } from '../ops/mean-rows.ts';
import { cosineDistance } from '../ops/unit-vectors.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { logSoftened } from './softened.ts';

export function dist(inputs: LossInputs<'dist'>): tf.Scalar {
  return tf.tidy(() => {
    const { scale, weights, params } = inputs;
    const { logS, logT } = logSoftened(inputs);
    const [s, t] = [tf.exp(logS), tf.exp(logT)] as [tf.Tensor2D, tf.Tensor2D]; // [R, K]
    const share: tf.Tensor1D = weights ?? tf.fill([s.shape[0]], 1 / s.shape[0]);
    const column = tf.expandDims(share, 1) as tf.Tensor2D; // [R, 1]
    const centredRow = (p: tf.Tensor2D): tf.Tensor2D => tf.sub(p, tf.mean(p, 1, true));
    const centredColumn = (p: tf.Tensor2D): tf.Tensor2D =>
      tf.sub(p, tf.sum(tf.mul(p, column), 0, true)) as tf.Tensor2D;
    const acrossClasses = meanRows(cosineDistance(centredRow(s), centredRow(t), 1), share);
    const byClass = cosineDistance(centredColumn(s), centredColumn(t), 0, column); // [K]
    // Where no row counts, nothing does.
    const acrossRows = tf.mul(tf.mean(byClass), tf.sum(share));
    const both = tf.add(tf.mul(params.acrossClasses, acrossClasses), tf.mul(params.acrossRows, acrossRows));
    return tf.mul(scale, both) as tf.Scalar;
  });
}
