// How the control is taught: by labels alone, as the baseline of distillation, or as the student but with one mistake, as
// an exhibit of the bug museum. Knows the loss, not the lane that follows it.

import type { ControlId } from '../shared/catalog/mistakes.ts';
import { copyOf } from './lane.ts';
import { crossEntropy } from './losses/cross-entropy.ts';
import type { Lesson, Mistake } from './mistakes/lesson.ts';
import { mistakes } from './mistakes/mistake.ts';
import type { Model } from './models/model.ts';
import * as tf from './tf.ts';

export interface Teaching {
  /** Variables that it trains beside the control's own. */
  readonly trained: readonly tf.Variable[];
  /** true: it hears the teacher, so the students' batches must hold what it says. */
  readonly hears: boolean;
  /** The control's loss; differentiable in the control's model and in `trained`. */
  loss(lesson: Omit<Lesson, 'ownTeacher'>): tf.Scalar;
  /** To be called before the first step of all: takes over what the trained teacher knows. */
  begin(teacher: Model): void;
  dispose(): void;
}

/** Teaching by labels alone. */
const byLabels: Teaching = {
  trained: [],
  hears: false,
  loss: ({ model, noise, labelled }) =>
    crossEntropy(model.logits(labelled.x, noise), labelled.targets, labelled.weights),
  begin() {},
  dispose() {},
};

/** `drawTeacher` makes a teacher with fresh weights. The caller frees `trained` with the lane that they belong to. */
export function createTeaching(control: ControlId, drawTeacher: () => Model): Teaching {
  if (control === 'labelsOnly') return byLabels;
  const mistake: Mistake = mistakes[control];
  const ownTeacher = mistake.ownTeacher === undefined ? null : drawTeacher();
  const own = ownTeacher?.variables ?? [];
  const learns = mistake.ownTeacher === 'copy';
  return {
    trained: learns ? own : [],
    hears: true,
    loss: (lesson) => mistake.loss({ ...lesson, ownTeacher }),
    begin(teacher) {
      if (!learns) return;
      own.forEach((variable, i) => {
        tf.tidy(() => variable.assign(copyOf(teacher.variables[i] as tf.Variable)));
      });
    },
    dispose() {
      if (!learns) tf.dispose([...own]);
    },
  };
}
