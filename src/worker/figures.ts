// How far a training is and what it takes, as the page is told.

import { deviceBytes, tensorCount } from '../engine/backend/internals.ts';
import type { Training } from '../engine/train.ts';
import type { RunStatus } from '../shared/protocol/status.ts';

type Steps = Pick<RunStatus, 'teacherStep' | 'assistantStep' | 'studentStep'>;
type Figures = Steps & Pick<RunStatus, 'phase' | 'tensors' | 'deviceBytes' | 'recordedBytes'>;

/** Steps are counts, memory is in bytes. */
export function figuresOf({ phase, lanes, assistant, replayed }: Training): Figures {
  return {
    phase,
    teacherStep: lanes.teacher.step,
    assistantStep: assistant?.step ?? 0,
    studentStep: lanes.student.step,
    tensors: tensorCount(),
    deviceBytes: deviceBytes() + replayed.bytes,
    recordedBytes: replayed.bytes,
  };
}

/** Steps of all phases together. */
export const stepsOf = ({ teacherStep, assistantStep, studentStep }: Steps): number =>
  teacherStep + assistantStep + studentStep;
