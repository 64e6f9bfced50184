// Cosines of vectors, and how far they are from 1. Pure.

import * as tf from '../tf.ts';

/** Keeps the gradient of a vector of zeros finite: what is shorter than about 1e-5 counts as having no direction. */
const epsilon = 1e-10;

/**
 * 1 - cos of the vectors along `axis`, where a vector of zeros is at right angles to all. Computed as half the squared
 * distance of the unit vectors: 1 minus a cosine near 1 would lose every digit in single precision.
 * `weights`, where given, weigh the numbers of each vector.
 */
export function cosineDistance(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  axis: 0 | 1,
  weights: tf.Tensor2D | null = null,
): tf.Tensor1D {
  return tf.tidy(() => {
    const total = (x: tf.Tensor) => tf.sum(weights === null ? x : tf.mul(x, weights), axis, true);
    const [squareA, squareB] = [tf.add(total(tf.square(a)), epsilon), tf.add(total(tf.square(b)), epsilon)];
    const apart = total(tf.square(tf.sub(tf.mul(a, tf.rsqrt(squareA)), tf.mul(b, tf.rsqrt(squareB)))));
    // What the unit vectors lack of length 1, so that two vectors of zeros are at 1, not at 0.
    const short = tf.add(tf.div(epsilon, squareA), tf.div(epsilon, squareB));
    return tf.squeeze(tf.mul(0.5, tf.add(apart, short)), [axis]) as tf.Tensor1D;
  });
}
