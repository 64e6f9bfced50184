// The teacher's answers were saved in one order and are read in another: every row is compared with somebody else's.

import * as tf from '../tf.ts';
import { inTerm, rightTerm } from './lesson.ts';

export const answersOutOfOrder = inTerm((inputs) =>
  rightTerm({ ...inputs, logT: tf.reverse(inputs.logT, 0) }),
);
