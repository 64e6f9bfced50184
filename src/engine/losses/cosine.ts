// Cosine: 1 - cos(z, v) of the raw logits, mean over rows. DistillKit; PyTorch: `1 - F.cosine_similarity(z, v)`.
// Blind to how large the logits are: the student learns their direction, not the teacher's confidence.

import { meanRows } from '../ops/mean-rows.ts';
import { cosineDistance } from '../ops/unit-vectors.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';

export function cosine({ student, teacher, weights }: LossInputs<'cosine'>): tf.Scalar {
  return tf.tidy(() => meanRows(cosineDistance(student, teacher, 1), weights)); // [R, K] -> []
}
