// The mean over rows, or over those rows that count. Pure.

import * as tf from '../tf.ts';

/**
 * Mean of rows [B]; with weights [B] that sum to 1, their weighted sum. Where every weight is 0 (an empty mask) the mean is
 * 0, not 0/0.
 */
export function meanRows(rows: tf.Tensor, weights: tf.Tensor1D | null): tf.Scalar {
  return weights === null ? tf.mean(rows) : tf.sum(tf.mul(rows, weights));
}
