// Relational KD: d * smoothL1 of the distances between samples + a * smoothL1 of the cosines of the angles that three samples
// make, between the two models' last hidden states. Park et al. 2019, "Relational knowledge distillation", weights 25 and 50.
// As in the authors' code distances are divided by their mean, and means are over all pairs and triples, a sample with itself
// included. A sample of a language model is the mean of its tokens that count. At most 64 samples of a batch are compared,
// since triples grow with the third power.

import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';

const maxSamples = 64;
/** Keeps the gradient finite where two samples are one. */
const epsilon = 1e-12;

/** One vector a sample, [S, C], and 1 for the samples that count, [S, 1]. */
function samples(hidden: tf.Tensor2D, weights: tf.Tensor1D | null, rowsPerExample: number) {
  const [rows, width] = hidden.shape;
  const count = Math.min(maxSamples, rows / rowsPerExample);
  const used = tf.slice(hidden, [0, 0], [count * rowsPerExample, width]);
  if (weights === null && rowsPerExample === 1) return { vectors: used, counts: tf.ones([count, 1]) };
  const shares = tf.reshape(tf.slice(weights ?? tf.ones([rows]), 0, count * rowsPerExample), [
    count,
    rowsPerExample,
    1,
  ]);
  const total = tf.sum(shares, 1); // [S, 1]
  const summed = tf.sum(tf.mul(tf.reshape(used, [count, rowsPerExample, width]), shares), 1); // [S, C]
  return {
    vectors: tf.div(summed, tf.maximum(total, epsilon)) as tf.Tensor2D,
    counts: tf.cast(tf.greater(total, 0), 'float32'),
  };
}

/** 0.5 x^2 where |x| < 1, |x| - 0.5 beyond. */
function smoothL1(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const inner = tf.minimum(size, 1);
  return tf.sub(tf.mul(inner, size), tf.mul(0.5, tf.square(inner)));
}

/** Distances in units of their mean, [S, S], and cosines of angles, [S, S, S]. */
function relations(vectors: tf.Tensor2D, pairs: tf.Tensor) {
  const apart = tf.sub(tf.expandDims(vectors, 0), tf.expandDims(vectors, 1)) as tf.Tensor3D; // [S, S, C]
  const square = tf.sum(tf.square(apart), 2); // [S, S]
  const distances = tf.mul(tf.sqrt(tf.add(square, epsilon)), pairs);
  const mean = tf.div(tf.sum(distances), tf.maximum(tf.sum(pairs), 1));
  const unit = tf.mul(apart, tf.expandDims(tf.rsqrt(tf.add(square, epsilon)), 2)) as tf.Tensor3D;
  return {
    distances: tf.div(distances, tf.maximum(mean, epsilon)),
    cosines: tf.matMul(unit, unit, false, true), // [S, S, S]
  };
}

export function rkd({ inside, weights, rowsPerExample, params }: LossInputs<'rkd'>): tf.Scalar {
  return tf.tidy(() => {
    const [ours, theirs] = [inside?.student.hidden.at(-1), inside?.teacher.hidden.at(-1)];
    if (ours === undefined || theirs === undefined) throw new Error('relations need hidden states');
    const student = samples(ours, weights, rowsPerExample);
    const teacher = samples(theirs, weights, rowsPerExample);
    const { counts } = student; // [S, 1]
    const size = counts.shape[0];
    const both = tf.matMul(counts as tf.Tensor2D, counts as tf.Tensor2D, false, true); // [S, S]
    const pairs = tf.mul(both, tf.sub(1, tf.eye(size)));
    const triples = tf.mul(tf.reshape(counts, [size, 1, 1]), tf.expandDims(both, 0)); // [S, S, S]
    const [s, t] = [relations(student.vectors, pairs), relations(teacher.vectors, pairs)];
    const n = tf.maximum(tf.sum(counts), 1);
    const distance = tf.div(tf.sum(smoothL1(tf.sub(s.distances, t.distances))), tf.pow(n, 2));
    const angles = tf.mul(smoothL1(tf.sub(s.cosines, t.cosines)), triples);
    const angle = tf.div(tf.sum(angles), tf.pow(n, 3));
    return tf.add(tf.mul(params.distance, distance), tf.mul(params.angle, angle)) as tf.Scalar;
  });
}
