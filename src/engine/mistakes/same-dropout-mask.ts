// Dropout with a fixed seed, as TensorFlow.js has it: the same activations are left out in every step, so that what is
// trained is never the network that is used.

import { fork } from '../rng.ts';
import { inLesson } from './lesson.ts';

export const sameDropoutMask = inLesson(() => ({ noise: fork(0, 'one mask for ever') }));
