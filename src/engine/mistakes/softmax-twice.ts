// A model that ends in a softmax, and losses that apply another: the second one sees numbers between 0 and 1 and can never
// give any answer more than e / (e + K - 1).

import * as tf from '../tf.ts';
import { inLesson } from './lesson.ts';

export const softmaxTwice = inLesson(({ model }) => ({
  model: { logits: (x, noise) => tf.softmax(model.logits(x, noise)) },
}));
