// Logit MSE: mean over rows and classes of (z - v)^2. Ba, Caruana 2014, "Do deep nets really need to be deep?".
// PyTorch: `F.mse_loss(z, v)`; the paper adds up the classes, which is the form `over: sum` (twice theirs, they halve it).
// Temperature plays no part, so there is no T^2 either.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { overClasses } from './softened.ts';

export function logitMse({ student, teacher, weights, forms }: LossInputs<'logitMse'>): tf.Scalar {
  return tf.tidy(() => meanRows(overClasses(tf.square(tf.sub(student, teacher)), forms.over), weights)); // [R, K] -> []
}
