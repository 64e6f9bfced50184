// Forward KL: scale * KL(t || s), mean over rows. Hinton, Vinyals, Dean 2015, "Distilling the knowledge in a neural network".
// PyTorch: `T**2 * F.kl_div(log_softmax(z/T), log_softmax(v/T), log_target=True, reduction='batchmean')`; its
// `reduction='mean'`, which divides by the classes too and is no KL any more, is the form `over: mean`.

import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';
import { logSoftened, overClasses } from './softened.ts';

/** T^2 * sum t (log t - log s); 0 where student and teacher agree, finite for any finite logits. */
export function forwardKl({ scale, weights, forms, ...pair }: LossInputs<'forwardKl'>): tf.Scalar {
  return tf.tidy(() => {
    const { logS, logT } = logSoftened(pair); // [R, K]
    const rows = overClasses(tf.mul(tf.exp(logT), tf.sub(logT, logS)), forms.over); // [R, K] -> [R]
    return tf.mul(scale, meanRows(rows, weights)) as tf.Scalar;
  });
}
