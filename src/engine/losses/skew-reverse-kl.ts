// Skew reverse KL: scale * KL(s || (1 - a) t + a s), mean over rows. Ko et al. 2024, "DistiLLM", a = 0.1 and T = 1.
// The student's share in the second distribution bounds the loss where the teacher has almost no mass.

import { logMix } from '../ops/log-mix.ts';
import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { klRows, logSoftened } from './softened.ts';

export function skewReverseKl({ scale, weights, params, ...pair }: LossInputs<'skewReverseKl'>): tf.Scalar {
  return tf.tidy(() => {
    const { logS, logT } = logSoftened(pair); // [R, K]
    const rows = klRows(logS, logMix(logT, logS, params.skew)); // [R]
    return tf.mul(scale, meanRows(rows, weights)) as tf.Scalar;
  });
}
