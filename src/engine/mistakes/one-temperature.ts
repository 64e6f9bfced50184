// The student is softened by T, the teacher is not: to agree, the student's logits must grow T times too large.

import * as tf from '../tf.ts';
import { inTerm, rightTerm } from './lesson.ts';

export const oneTemperature = inTerm((inputs) =>
  rightTerm({ ...inputs, logT: tf.logSoftmax(inputs.teacher) }),
);
