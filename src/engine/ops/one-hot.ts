// One-hot rows as floats. Pure.

import * as tf from '../tf.ts';

/**
 * Class indices [N], int32, to [N, classes]. Of TensorFlow.js 4.22's two ways each is wrong somewhere: asked for floats, the
 * WebAssembly kernel writes whole numbers, which read as zeros; a cast on WebGPU only renames whole numbers, which a program
 * of our own then reads as zeros too.
 */
export function oneHot(ids: tf.Tensor1D, classes: number): tf.Tensor2D {
  if (tf.getBackend() === 'webgpu') return tf.oneHot(ids, classes, 1, 0, 'float32') as tf.Tensor2D;
  return tf.tidy(() => tf.cast(tf.oneHot(ids, classes), 'float32') as tf.Tensor2D);
}
