// T^2 left out: the gradient of softened distributions shrinks with 1/T^2, so at a high T the labels drown the teacher.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import { inTerm } from './lesson.ts';

export const noTSquared = inTerm(({ logS, logT, weights }) => {
  const rows = tf.sum(tf.mul(tf.exp(logT), tf.sub(logT, logS)), 1); // [R, K] -> [R]
  return meanRows(rows, weights);
});
