// Labels only: no teacher's term. The trainer counts alpha as 0 for it, so the student repeats the control exactly.

import * as tf from '../tf.ts';

export const labelsOnly = (): tf.Scalar => tf.scalar(0);
