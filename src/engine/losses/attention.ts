// Attention transfer between transformers: at each place of the text, how far the student's attention over the places before
// is from the teacher's; mean over the places that count, heads and layers. `kl` is MiniLM's (Wang et al. 2020), KL(teacher ||
// student), there on the last layer alone; `mse` adds up squared differences of probabilities over the places (TinyBERT, Jiao
// et al. 2020, takes the mean of squared differences of raw scores; Zagoruyko, Komodakis 2016 compares activation maps of
// CNNs). Layers are matched proportionally; where the numbers of heads differ, heads are averaged first.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';

/** log of the attention weights, [B, H, T, T], or [B, 1, T, T] with the heads averaged. */
function logWeights(scores: tf.Tensor4D, averaged: boolean): tf.Tensor4D {
  const log = tf.logSoftmax(scores);
  if (!averaged) return log;
  return tf.sub(tf.logSumExp(log, 1, true), Math.log(scores.shape[1])) as tf.Tensor4D;
}

/** One layer: [B, H, T, T] each to [B * T]. */
function layerRows(student: tf.Tensor4D, teacher: tf.Tensor4D, measure: string): tf.Tensor1D {
  const averaged = student.shape[1] !== teacher.shape[1];
  const [logS, logT] = [logWeights(student, averaged), logWeights(teacher, averaged)];
  const [s, t] = [tf.exp(logS), tf.exp(logT)];
  const apart = measure === 'mse' ? tf.square(tf.sub(s, t)) : tf.mul(t, tf.sub(logT, logS));
  return tf.reshape(tf.mean(tf.sum(apart, 3), 1), [-1]) as tf.Tensor1D; // [B, H, T, T] -> [B, T] -> [B * T]
}

export function attention({ inside, weights, forms }: LossInputs<'attention'>): tf.Scalar {
  return tf.tidy(() => {
    const [student, teacher] = [inside?.student.attention ?? [], inside?.teacher.attention ?? []];
    if (student.length === 0 || teacher.length === 0)
      throw new Error('attention transfer needs transformers');
    const layers = student.map((scores, i) => {
      const match = Math.round(((i + 1) * teacher.length) / student.length) - 1;
      return layerRows(scores, teacher[Math.max(0, match)] as tf.Tensor4D, forms.measure);
    });
    const rows = layers.reduce((sum, layer) => tf.add(sum, layer));
    return tf.div(meanRows(rows, weights), layers.length) as tf.Scalar;
  });
}
