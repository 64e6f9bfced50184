// One-hot rows as floats. Pure.

import * as tf from '../tf.ts';

/**
 * Class indices [N], int32, to [N, classes]. Cast afterwards: TensorFlow.js 4.22's WebAssembly kernel writes whole numbers
 * into the tensor even when asked for floats, which then read as zeros.
 */
export function oneHot(ids: tf.Tensor1D, classes: number): tf.Tensor2D {
  return tf.tidy(() => tf.cast(tf.oneHot(ids, classes), 'float32') as tf.Tensor2D);
}
