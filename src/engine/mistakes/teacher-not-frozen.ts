// `minimize` without a list of variables, or a teacher that was not detached: the loss pulls the teacher towards the
// student as well. A private copy learns here; the lane's teacher stays as it is.

import { inLesson, type Mistake } from './lesson.ts';
import { hearOwnTeacher } from './teacher-untrained.ts';

export const teacherNotFrozen: Mistake = { ...inLesson(hearOwnTeacher), ownTeacher: 'copy' };
