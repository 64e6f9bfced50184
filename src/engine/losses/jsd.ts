// Generalised Jensen-Shannon divergence: with m = (1 - beta) s + beta t, scale * (beta KL(t || m) + (1 - beta) KL(s || m)),
// mean over rows. Agarwal et al. 2023, "On-policy distillation of language models" (GKD).
// TRL replaces beta = 0 and 1 by the two KLs, a jump, since the divergence itself goes to 0 at both ends; here the ends are
// left out. As published, the gradient shrinks with beta (1 - beta) near them; `steady` divides by that, so that the ends
// become the two KLs by and by.

import { logMix } from '../ops/log-mix.ts';
import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { klRows, logSoftened } from './softened.ts';

export function jsd({ scale, weights, params, ...pair }: LossInputs<'jsd'>): tf.Scalar {
  return tf.tidy(() => {
    const { beta, steady } = params;
    const { logS, logT } = logSoftened(pair); // [R, K]
    const logM = logMix(logS, logT, beta); // [R, K]
    const others = tf.sub(1, beta);
    const rows = tf.add(tf.mul(beta, klRows(logT, logM)), tf.mul(others, klRows(logS, logM))); // [R]
    // 1 where not steady, 1 / (beta (1 - beta)) where steady.
    const factor = tf.add(1, tf.mul(steady, tf.sub(tf.div(1, tf.mul(beta, others)), 1)));
    return tf.mul(tf.mul(scale, factor), meanRows(rows, weights)) as tf.Scalar;
  });
}
