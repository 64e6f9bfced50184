// Only the teacher's likeliest answers were kept, and scaled up until they sum to 1: the tail is said to be impossible.

import * as tf from '../tf.ts';
import { inTerm, rightTerm } from './lesson.ts';

const kept = 3;

export const topKRenormalised = inTerm((inputs) => {
  const { logT } = inputs;
  const likeliest = tf.topk(logT, Math.min(kept, logT.shape[1])).values; // [R, k]
  const isKept = tf.greaterEqual(logT, tf.min(likeliest, 1, true)); // [R, K]
  // A logit so low that its probability is 0, and its logarithm finite: 0 log 0 counts as 0.
  const cut = tf.where(isKept, logT, tf.fill(logT.shape, -1e4)); // [R, K]
  return rightTerm({ ...inputs, logT: tf.logSoftmax(cut as tf.Tensor2D) });
});
