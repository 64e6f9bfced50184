// Measuring a model: accuracy, loss and agreement on a split. Everything stays on the device; the caller reads.

import type { DeviceSplit } from './data.ts';
import { crossEntropy } from './losses/cross-entropy.ts';
import type { Model } from './models/model.ts';
import * as tf from './tf.ts';

/** Rows per forward pass, so that a large table does not need one large buffer. */
const chunkRows = 2048;

/** Logits of all rows, [N, inputs] to [N, K]. */
export function logitsInChunks(model: Model, features: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const [rows, inputs] = features.shape;
    if (rows <= chunkRows) return model.logits(features);
    const parts: tf.Tensor2D[] = [];
    for (let at = 0; at < rows; at += chunkRows) {
      const size = Math.min(chunkRows, rows - at);
      parts.push(tf.tidy(() => model.logits(tf.slice2d(features, [at, 0], [size, inputs]))));
    }
    return tf.concat2d(parts, 0);
  });
}

const shareEqual = (a: tf.Tensor1D, b: tf.Tensor1D): tf.Scalar => tf.mean(tf.cast(tf.equal(a, b), 'float32'));

/**
 * `scores`: accuracy (0 to 1), mean cross-entropy in nats and, where the teacher's `answers` ([N] class indices) are
 * given, the share of rows on which the model gives the same answer.
 */
export function evaluate(
  model: Model,
  split: DeviceSplit,
  answers: tf.Tensor1D | null,
): { scores: tf.Tensor1D } {
  return tf.tidy(() => {
    const logits = logitsInChunks(model, split.features); // [N, K]
    const predicted = tf.argMax(logits, 1) as tf.Tensor1D; // [N]
    const scores = [shareEqual(predicted, split.labels), crossEntropy(logits, split.targets)];
    if (answers !== null) scores.push(shareEqual(predicted, answers));
    return { scores: tf.stack(scores) as tf.Tensor1D };
  });
}
