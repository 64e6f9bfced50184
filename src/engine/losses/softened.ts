// What the losses on softened answers share. Pure.

import { logSoftmax } from '../ops/log-softmax.ts';
import * as tf from '../tf.ts';

interface Pair {
  readonly student: tf.Tensor2D;
  readonly teacher: tf.Tensor2D;
  readonly temperature: tf.Scalar;
}

/** log s and log t, [R, K] each: log softmax of the logits divided by T. */
export function logSoftened({ student, teacher, temperature }: Pair): {
  logS: tf.Tensor2D;
  logT: tf.Tensor2D;
} {
  return {
    logS: logSoftmax(tf.div(student, temperature) as tf.Tensor2D),
    logT: logSoftmax(tf.div(teacher, temperature) as tf.Tensor2D),
  };
}

/** KL(p || q) of each row from the logarithms of both; [R, K] to [R]. */
export const klRows = (logP: tf.Tensor2D, logQ: tf.Tensor2D): tf.Tensor1D =>
  tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, logQ)), 1);

/** Sum or mean over the classes of each row; [R, K] to [R]. */
export const overClasses = (x: tf.Tensor, over: string): tf.Tensor1D =>
  over === 'sum' ? tf.sum(x, 1) : tf.mean(x, 1);
