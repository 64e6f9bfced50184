// KLDivLoss's default reduction, 'mean': the sum over classes is divided by their number as well, so the term is K times
// too small.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import { inTerm } from './lesson.ts';

export const meanOverClasses = inTerm(({ logS, logT, scale, weights }) => {
  const rows = tf.mean(tf.mul(tf.exp(logT), tf.sub(logT, logS)), 1); // [R, K] -> [R]
  return tf.mul(scale, meanRows(rows, weights));
});
