// Logit MSE: mean over rows and classes of (z - v)^2. Ba, Caruana 2014, "Do deep nets really need to be deep?".
// PyTorch: `F.mse_loss(z, v)`. Temperature plays no part, so there is no T^2 either.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';

export function logitMse({ student, teacher, weights }: LossInputs): tf.Scalar {
  return tf.tidy(() => meanRows(tf.mean(tf.square(tf.sub(student, teacher)), 1), weights)); // [B, K] -> []
}
