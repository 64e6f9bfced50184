// Probabilities where PyTorch's KLDivLoss wants log-probabilities: sum t (log t - s) instead of sum t (log t - log s).
// Its value is no divergence, and its gradient is best served by a student who is sure of the likeliest answer.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import { inTerm } from './lesson.ts';

export const probabilitiesIn = inTerm(({ logS, logT, scale, weights }) => {
  const rows = tf.sum(tf.mul(tf.exp(logT), tf.sub(logT, tf.exp(logS))), 1); // [R, K] -> [R]
  return tf.mul(scale, meanRows(rows, weights));
});
