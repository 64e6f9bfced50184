// How like two sets of activations are, on the same inputs: unit by unit by Pearson's correlation, layer by layer by linear
// centred kernel alignment (CKA; Kornblith, Norouzi, Lee, Hinton 2019, "Similarity of neural network representations
// revisited"):
//
//   CKA(X, Y) = |Yᵀ X|² / (|Xᵀ X| |Yᵀ Y|),  Frobenius norms, every column centred; 0 to 1
//
// It does not change when a layer's units are turned into one another or all scaled alike, as the next layer's weights could undo.
// Pure; inside a tidy. Rows are inputs, columns units.

import type { Inside } from '../models/model.ts';
import * as tf from '../tf.ts';

/** A column that varies less than this share of its own size is a constant with rounding errors. */
const leastVariation = 1e-5;

/** The layers of one model that are compared: hidden ones, then logits. */
export const layersOf = ({ hidden, logits }: Inside): tf.Tensor2D[] => [...hidden, logits];

const centred = (x: tf.Tensor2D): tf.Tensor2D => tf.sub(x, tf.mean(x, 0, true)); // [N, P]

/** Columns centred and of norm 1, those that are constant 0; and 1 for each that varies. [N, P], [P]. */
export function standardised(x: tf.Tensor2D): {
  readonly columns: tf.Tensor2D;
  readonly varies: tf.Tensor1D;
} {
  const around = centred(x);
  const norm = tf.sqrt(tf.sum(tf.square(around), 0)); // [P]
  const size = tf.sqrt(tf.sum(tf.square(x), 0));
  const varies = tf.cast(tf.greater(norm, tf.mul(size, leastVariation)), 'float32') as tf.Tensor1D;
  const scale = tf.div(varies, tf.add(norm, tf.sub(1, varies)));
  return { columns: tf.mul(around, scale), varies };
}

/** |Xᵀ Y|² of centred columns, through whichever product is the smaller: units by units, or inputs by inputs. */
function overlap(x: tf.Tensor2D, y: tf.Tensor2D): tf.Scalar {
  const [rows, p] = x.shape;
  if (p * y.shape[1] <= rows * rows) return tf.sum(tf.square(tf.matMul(x, y, true)));
  return tf.sum(tf.mul(tf.matMul(x, x, false, true), tf.matMul(y, y, false, true)));
}

/** Linear CKA of every layer in `a` with every layer in `b`, [A, B]; NaN where one is constant. */
export function ckaTable(a: readonly tf.Tensor2D[], b: readonly tf.Tensor2D[]): tf.Tensor2D {
  // Scaled to a norm of 1, or squares of squares would leave the range of float32.
  const prepare = (x: tf.Tensor2D) => {
    const around = centred(x);
    const norm = tf.sqrt(tf.sum(tf.square(around)));
    const size = tf.sqrt(tf.sum(tf.square(x)));
    // By 0 where it is constant: no number may come of that.
    return tf.div(
      around,
      tf.mul(norm, tf.cast(tf.greater(norm, tf.mul(size, leastVariation)), 'float32')),
    ) as tf.Tensor2D;
  };
  const [left, right] = [a.map(prepare), b.map(prepare)];
  const norm = (x: tf.Tensor2D) => tf.sqrt(overlap(x, x));
  const [leftNorms, rightNorms] = [left.map(norm), right.map(norm)];
  const cells = left.flatMap((x, i) =>
    right.map((y, j) => tf.div(overlap(x, y), tf.mul(leftNorms[i] as tf.Scalar, rightNorms[j] as tf.Scalar))),
  );
  return tf.reshape(tf.stack(cells), [a.length, b.length]);
}

/** Of each unit of `own` [N, P] its likest among `other` [N, Q], and how far those of `other` are met. */
export interface Likeness {
  /** Index of the unit in `other` with the largest |r|, [P]. */
  readonly best: tf.Tensor1D;
  /** The largest and the least correlation with a unit of `other`, [P]: one of them is that r. */
  readonly most: tf.Tensor1D;
  readonly least: tf.Tensor1D;
  /** 1 for units that vary, [P]. */
  readonly varies: tf.Tensor1D;
  /** Of each unit of `other` the largest |r|, and 1 where it varies; [Q] each. */
  readonly met: tf.Tensor1D;
  readonly otherVaries: tf.Tensor1D;
}

export function likeness(own: tf.Tensor2D, other: tf.Tensor2D): Likeness {
  const [a, b] = [standardised(own), standardised(other)];
  const r = tf.matMul(a.columns, b.columns, true); // [P, Q]
  const size = tf.abs(r);
  return {
    best: tf.argMax(size, 1),
    most: tf.max(r, 1),
    least: tf.min(r, 1),
    varies: a.varies,
    met: tf.max(size, 0),
    otherVaries: b.varies,
  };
}
