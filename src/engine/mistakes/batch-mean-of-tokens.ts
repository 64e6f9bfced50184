// `batchmean` on [B, T, V] divides by B: the term is as many times too large as an example has tokens.

import * as tf from '../tf.ts';
import { inTerm, rightTerm } from './lesson.ts';

export const batchMeanOfTokens = inTerm((inputs) => tf.mul(rightTerm(inputs), inputs.rowsPerExample));
