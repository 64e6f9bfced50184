// Forward KL against a teacher of whom only the k likeliest tokens are known, as caches of large teachers have it: scale *
// KL(t' || s), mean over rows. Without `tail` t' is renormalised over the k, which sharpens the teacher; with it all other
// tokens are one bucket, whose probability teacher and student must share. TRL, DistillKit (both without T^2).
// Exact at any T, since logits are at hand: a cache of log-probabilities is not. Tokens as likely as the k-th count too.

import { logSoftmax } from '../ops/log-softmax.ts';
import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { logSoftened } from './softened.ts';

/** 1 for the k likeliest of each row, [R, K]; a constant. */
function likeliest(teacher: tf.Tensor2D, k: number): tf.Tensor2D {
  const kept = Math.min(k, teacher.shape[1]);
  const { values } = tf.topk(teacher, kept); // [R, kept]
  const least = tf.slice(values, [0, kept - 1], [teacher.shape[0], 1]); // [R, 1]
  return tf.cast(tf.greaterEqual(teacher, least), 'float32');
}

export function topKKl(inputs: LossInputs<'topKKl'>): tf.Scalar {
  return tf.tidy(() => {
    const { scale, weights, forms } = inputs;
    const top = likeliest(inputs.teacher, forms.k); // [R, K]
    const { logS, logT } = logSoftened(inputs);
    const outside = tf.mul(tf.sub(1, top), -1e9); // [R, K]
    const within = forms.tail ? logT : logSoftmax(tf.add(logT, outside)); // [R, K]
    const known = tf.sum(tf.mul(tf.mul(top, tf.exp(within)), tf.sub(within, logS)), 1); // [R]
    if (!forms.tail) return tf.mul(scale, meanRows(known, weights)) as tf.Scalar;
    const rest = (logP: tf.Tensor2D) => tf.logSumExp(tf.add(logP, tf.mul(top, -1e9)), 1); // [R]
    const bucket = tf.mul(tf.exp(rest(logT)), tf.sub(rest(logT), rest(logS)));
    return tf.mul(scale, meanRows(tf.add(known, bucket), weights)) as tf.Scalar;
  });
}
