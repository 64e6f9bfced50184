// The teacher is left in training mode: a different part of it is switched off in every step, so that it is worse than it
// could be and never says the same thing twice.

import { inLesson } from './lesson.ts';

export const teacherDropsOut = inLesson(({ teacher: { model }, heard, noise }) => ({
  teacher: { model, logits: model.logits(heard.x, noise) },
}));
