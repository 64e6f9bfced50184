// An independent second teacher: the same recipe and data, other initial weights and other batches. It teaches nobody; how
// often it agrees with the teacher shows how much agreement comes for free (Stanton et al. 2021). No lane of the run.

import type { Config } from '../shared/config.ts';
import { batchOrder } from './batches.ts';
import { type StepCall, teacherCall } from './calls.ts';
import type { DeviceData } from './data/data.ts';
import { evaluate, type Scores, validationLogits } from './evaluate.ts';
import { createLane, type Lane } from './lane.ts';
import type { Model } from './models/model.ts';
import { createTeacherStep } from './steps.ts';
import type { TaskData } from './tasks/task.ts';
import * as tf from './tf.ts';

export interface SecondTeacher {
  readonly lane: Lane;
  /** One training step, to be taken beside one of the teacher's. */
  next(learningRate: number): StepCall;
  /** Its scores on the validation set, agreement with the teacher among them; the caller's to dispose of. */
  score(teacher: Model): Scores;
}

/** null where the config asks for none. */
export function createSecondTeacher(config: Config, task: TaskData, data: DeviceData): SecondTeacher | null {
  const { seed, train } = config;
  if (!train.secondTeacher) return null;
  const { inputs, outputs } = task;
  const lane = createLane(config, {
    inputs,
    outputs,
    model: config.teacher,
    weights: 'second-teacher',
    steps: train.teacherSteps,
  });
  const everything = Int32Array.from({ length: data.size }, (_, i) => i);
  const examples = batchOrder(everything, train.batchSize, seed, 'second-teacher-batches');
  const take = createTeacherStep(data, lane, train.labelSmoothing);
  return {
    lane,
    next(learningRate) {
      const batch = data.arrays(examples(lane.step));
      return teacherCall('second teacher', take, batch, lane.next(learningRate));
    },
    score(teacher) {
      const answers = validationLogits(teacher, data); // [R, K] each
      const scores = evaluate(lane.model, data, answers);
      tf.dispose(answers);
      return scores;
    },
  };
}
