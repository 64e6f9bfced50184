// Labels that are the inputs themselves: each place is asked for the token it reads, not for the next one.

import { oneHot } from '../ops/one-hot.ts';
import * as tf from '../tf.ts';
import { inLesson } from './lesson.ts';

export const noShift = inLesson((lesson) => {
  const { x, targets } = lesson.labelled;
  const read = oneHot(tf.reshape(x, [x.size]), targets.shape[1]); // [B, T] -> [B * T, V]
  const labelled = { ...lesson.labelled, targets: read };
  return { labelled, heard: lesson.heard === lesson.labelled ? labelled : lesson.heard };
});
