// Fully connected layer. Pure; shape [B, in] to [B, out].

import * as tf from '../tf.ts';

/** x W + b; x [B, in], weight [in, out], bias [out]. */
export function dense(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  return tf.add(tf.matMul(x, weight), bias); // [B, out]
}
