// The teacher's checkpoint was never loaded: the control hears a network of the same shape with fresh weights.

import type { Model } from '../models/model.ts';
import { inLesson, type Lesson, type Mistake } from './lesson.ts';

/** Asked within the loss, so that a copy of the teacher learns with it. */
export function hearOwnTeacher({ ownTeacher, heard }: Lesson): Partial<Lesson> {
  const model = ownTeacher as Model;
  return { teacher: { model, logits: model.logits(heard.x) } };
}

export const teacherUntrained: Mistake = { ...inLesson(hearOwnTeacher), ownTeacher: 'fresh' };
