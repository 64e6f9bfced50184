// Reverse KL through probabilities, the zeros masked out behind the division: where t is exactly 0 the loss is finite, but
// its gradient is 0 times infinity.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import { inTerm } from './lesson.ts';

export const klOfProbabilities = inTerm(({ logS, teacher, temperature, scale, weights }) => {
  const s = tf.exp(logS); // [R, K]
  const t = tf.softmax(tf.div(teacher, temperature)); // [R, K]
  const terms = tf.where(tf.greater(t, 0), tf.mul(s, tf.log(tf.div(s, t))), tf.zerosLike(s)); // [R, K]
  return tf.mul(scale, meanRows(tf.sum(terms, 1), weights));
});
