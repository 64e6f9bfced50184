// The activation functions, by their catalogue id. Pure, elementwise.

import type { Activation } from '../../shared/catalog/models.ts';
import * as tf from '../tf.ts';

/** GELU in its tanh form, as GPT-2 has it (Hendrycks, Gimpel 2016): 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). */
export function gelu<T extends tf.Tensor>(x: T): T {
  return tf.tidy(() => {
    const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.mul(x, tf.mul(x, x)))));
    return tf.mul(tf.mul(0.5, x), tf.add(1, tf.tanh(inner))) as T;
  });
}

export const activate = {
  relu: (x) => tf.relu(x),
  tanh: (x) => tf.tanh(x),
  gelu: (x) => gelu(x),
} satisfies Record<Activation, (x: tf.Tensor2D) => tf.Tensor2D>;
