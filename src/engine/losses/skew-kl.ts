// Skew KL: scale * KL(t || a t + (1 - a) s), mean over rows. Ko et al. 2024, "DistiLLM", which takes a = 0.1 and T = 1.
// The teacher's share in the second distribution keeps the gradient small where the student has almost no mass.

import { logMix } from '../ops/log-mix.ts';
import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { klRows, logSoftened } from './softened.ts';

export function skewKl({ scale, weights, params, ...pair }: LossInputs<'skewKl'>): tf.Scalar {
  return tf.tidy(() => {
    const { logS, logT } = logSoftened(pair); // [R, K]
    const rows = klRows(logT, logMix(logS, logT, params.skew)); // [R]
    return tf.mul(scale, meanRows(rows, weights)) as tf.Scalar;
  });
}
