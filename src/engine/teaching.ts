// How the control is taught: by labels alone, as the baseline of distillation; by the teacher itself, as the baseline of an
// assistant; or as the student but with one mistake, as an exhibit of the bug museum. Knows the loss, not the lane that
// follows it.

import type { ControlId } from '../shared/catalog/mistakes.ts';
import type { LossTerm } from '../shared/catalog/terms.ts';
import { copyOf } from './lane.ts';
import { crossEntropy } from './losses/cross-entropy.ts';
import type { Lesson, Mistake } from './mistakes/lesson.ts';
import { mistakes } from './mistakes/mistake.ts';
import type { Model } from './models/model.ts';
import { answer, createObjective, teacherAnswer } from './objective.ts';
import * as tf from './tf.ts';

export interface Teaching {
  /** Variables that it trains beside the control's own. */
  readonly trained: readonly tf.Variable[];
  /** true: it hears the teacher, so the students' batches must hold what it says. */
  readonly hears: boolean;
  /** The control's loss; differentiable in the control's model and in `trained`. */
  loss(lesson: Omit<Lesson, 'ownTeacher' | 'model'> & { readonly model: Model }): tf.Scalar;
  /** The same losses in other forms, from the next step on. */
  reform(terms: readonly LossTerm[]): void;
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
  reform() {},
  begin() {},
  dispose() {},
};

interface Direct {
  readonly teacher: Model;
  /** The teacher's logits on all training examples, [N, K], where they are kept. */
  known(): tf.Tensor2D | null;
  readonly terms: readonly LossTerm[];
  readonly rowsPerExample: number;
  /** What the losses train beside the control; the lane that they belong to frees them. */
  readonly trained: readonly (readonly tf.Variable[])[];
}

/** The student's own loss, with the teacher in place of the assistant. */
export function createDirectTeaching({ teacher, known, terms, rowsPerExample, trained }: Direct): Teaching {
  let objective = createObjective(terms, rowsPerExample, trained);
  return {
    trained: trained.flat(),
    hears: objective.hears,
    loss({ model, noise, labelled, heard, live }) {
      const { looksInside, hears } = objective;
      const onLabelled = answer(model, labelled, looksInside, noise);
      const { loss, sides } = objective.evaluate(
        {
          labelled: onLabelled,
          heard: heard === labelled ? onLabelled : answer(model, heard, looksInside, noise),
          teacher: hears ? teacherAnswer(teacher, known(), heard, looksInside) : null,
        },
        live,
      );
      sides.dispose();
      return loss;
    },
    reform(changed) {
      objective = objective.withForms(changed);
    },
    begin() {},
    dispose() {},
  };
}

/** `drawTeacher` makes a teacher with fresh weights. The caller frees `trained` with the lane that they belong to. */
export function createTeaching(control: Exclude<ControlId, 'direct'>, drawTeacher: () => Model): Teaching {
  if (control === 'labelsOnly') return byLabels;
  const mistake: Mistake = mistakes[control];
  const ownTeacher = mistake.ownTeacher === undefined ? null : drawTeacher();
  const own = ownTeacher?.variables ?? [];
  const learns = mistake.ownTeacher === 'copy';
  return {
    trained: learns ? own : [],
    hears: true,
    loss: (lesson) => mistake.loss({ ...lesson, ownTeacher }),
    reform() {},
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
