// Probability MSE: scale * mean over classes of (s - t)^2, mean over rows. TextBrewer, DistillKit (both without T^2):
// `F.mse_loss(softmax(z/T), softmax(v/T))`. The form `over: sum` adds up the classes instead, K times more.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { logSoftened, overClasses } from './softened.ts';

export function probabilityMse({ scale, weights, forms, ...pair }: LossInputs<'probabilityMse'>): tf.Scalar {
  return tf.tidy(() => {
    const { logS, logT } = logSoftened(pair); // [R, K]
    const rows = overClasses(tf.square(tf.sub(tf.exp(logS), tf.exp(logT))), forms.over); // [R, K] -> [R]
    return tf.mul(scale, meanRows(rows, weights)) as tf.Scalar;
  });
}
