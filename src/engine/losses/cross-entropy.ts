// Cross-entropy with the labels: the other half of every loss here.

import { meanRows } from '../ops/mean-rows.ts';
import { hasObjective, objectiveLoss } from '../ops/objective.ts';
import * as tf from '../tf.ts';

/** -sum target log softmax(logits), mean over rows, in nats; logits and targets [B, K], targets' rows sum to 1; `weights` as in LossInputs. */
export function crossEntropy(
  logits: tf.Tensor2D,
  targets: tf.Tensor2D,
  weights: tf.Tensor1D | null = null,
): tf.Scalar {
  if (hasObjective()) {
    const { loss, terms } = objectiveLoss({ logits, targets, weights, heard: null });
    terms.dispose();
    return loss;
  }
  return tf.tidy(() => tf.neg(meanRows(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1), weights))); // [B, K] -> []
}
