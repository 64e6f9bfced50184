// Cross-entropy with the labels: the other half of every loss here.

import * as tf from '../tf.ts';

/** -sum target log softmax(logits), mean over rows, in nats; logits and targets [B, K], targets' rows sum to 1. */
export function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1)))); // [B, K] -> []
}
