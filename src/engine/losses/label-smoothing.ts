// Label smoothing: cross-entropy with (1 - e) of the label and e spread evenly over all classes, on the examples whose
// labels are seen. No teacher at all: the baseline that distillation must beat. Szegedy et al. 2016; PyTorch:
// `F.cross_entropy(z, y, label_smoothing=e)`.

import * as tf from '../tf.ts';
import { crossEntropy } from './cross-entropy.ts';
import type { LossInputs } from './loss.ts';

export function labelSmoothing(inputs: LossInputs<'labelSmoothing'>): tf.Scalar {
  return tf.tidy(() => {
    const { student, targets, weights, params } = inputs;
    const { smoothing } = params;
    const even = tf.div(smoothing, targets.shape[1]);
    const smoothed: tf.Tensor2D = tf.add(tf.mul(targets, tf.sub(1, smoothing)), even); // [R, K]
    return crossEntropy(student, smoothed, weights);
  });
}
