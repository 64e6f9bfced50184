// The two training steps as functions of what is on the device: a batch, the live scalars, the optimisers' rates.
//
// The contract, for whoever records a step and replays it: given inputs of the same shapes, a step enqueues the same
// operations in the same order. It chooses nothing by value, reads nothing back, and uploads only constants that are the
// same in every step; whatever changes from step to step arrives in its inputs. What it changes are the variables of its
// lanes; what it returns is one row of terms. One thing breaks this, and `train.ts` knows it: other
// forms of a loss, for which the step must be put together anew.

import type { Batch, DeviceData } from './data/data.ts';
import type { Lane, UpdateInputs } from './lane.ts';
import { crossEntropy } from './losses/cross-entropy.ts';
import type { Noise } from './noise.ts';
import { type Answers, answer, type LiveScalars, type Objective, teacherAnswer } from './objective.ts';
import type { Teaching } from './teaching.ts';
import * as tf from './tf.ts';
import type { Heard, Transfer } from './transfer.ts';

export interface TeacherInputs {
  /** Uploaded arrays of a batch. */
  readonly batch: readonly tf.Tensor[];
  readonly update: UpdateInputs;
}

/** (1 - e) one-hot + e / K (Szegedy et al. 2016). */
export function smoothLabels(targets: tf.Tensor2D, share: number): tf.Tensor2D {
  if (share === 0) return targets;
  return tf.add(tf.mul(targets, 1 - share), share / targets.shape[1]);
}

/** The teacher's step: cross-entropy with labels, smoothed or not. Gives its loss as a row of one; inside a tidy. */
export const createTeacherStep =
  (data: DeviceData, teacher: Lane, labelSmoothing: number) =>
  (inputs: TeacherInputs): tf.Tensor1D => {
    const { x, targets, weights } = data.batch(inputs.batch);
    const smoothed = smoothLabels(targets, labelSmoothing);
    const loss = teacher.train(
      (noise) => crossEntropy(teacher.model.logits(x, noise), smoothed, weights),
      inputs.update,
    );
    return tf.reshape(loss, [1]);
  };

export interface StudentInputs {
  /** Uploaded arrays of the batch whose labels are seen. */
  readonly labelled: readonly tf.Tensor[];
  /** What the students hear the teacher on; null where it is the batch above. */
  readonly heard: Heard | null;
  readonly live: LiveScalars;
  readonly student: UpdateInputs;
  readonly control: UpdateInputs;
}

/** One pupil and whoever teaches it. */
export interface PupilParts {
  readonly data: DeviceData;
  readonly transfer: Transfer;
  /** `teacher` is who teaches: the teacher, or the student's assistant. */
  readonly lanes: { readonly teacher: Lane; readonly student: Lane };
  readonly objective: Objective;
  /** true: somebody beside the objective hears the teacher. */
  readonly teaching: Pick<Teaching, 'hears'>;
  /** The logits on all training examples of whoever teaches, [N, K], where they are kept. */
  readonly known: tf.Tensor2D | null;
}

export interface StudentParts extends PupilParts {
  readonly lanes: PupilParts['lanes'] & { readonly control: Lane };
  /** How the control is taught. */
  readonly teaching: Teaching;
}

/** What whoever teaches says on a batch. */
function teach({ lanes, objective, teaching, known }: PupilParts, batch: Batch): Answers['teacher'] {
  if (!objective.hears && !teaching.hears) return null;
  return teacherAnswer(lanes.teacher.model, known, batch, objective.looksInside);
}

/** The batches of a step, and what the teacher says on the one on which it is heard. */
export function studentBatches(parts: PupilParts, inputs: Pick<StudentInputs, 'heard' | 'labelled'>) {
  const labelled = parts.data.batch(inputs.labelled);
  const heard = inputs.heard === null ? labelled : parts.transfer.batch(inputs.heard);
  return { heard, labelled, teacher: teach(parts, heard) };
}

/** What the student answers on both batches, inside its loss. */
export function answerBoth(
  { lanes, objective }: PupilParts,
  { heard, labelled, teacher }: ReturnType<typeof studentBatches>,
  noise?: Noise,
): Answers {
  const { model } = lanes.student;
  const onLabelled = answer(model, labelled, objective.looksInside, noise);
  const onHeard = heard === labelled ? onLabelled : answer(model, heard, objective.looksInside, noise);
  return { labelled: onLabelled, heard: onHeard, teacher };
}

/** What the control's teaching has to work with. */
export function lessonOf(
  { lanes, data }: StudentParts,
  { heard, labelled, teacher }: ReturnType<typeof studentBatches>,
  live: LiveScalars,
  noise: Noise | undefined,
): Parameters<Teaching['loss']>[0] {
  return {
    model: lanes.control.model,
    noise,
    labelled,
    heard,
    teacher: { model: lanes.teacher.model, logits: teacher?.logits ?? null },
    live,
    rowsPerExample: data.rowsPerExample,
  };
}

/** A pupil's update. Gives its loss and the two sides of it, [], [2]; the caller's. */
function learn(
  parts: PupilParts,
  batches: ReturnType<typeof studentBatches>,
  live: LiveScalars,
  update: UpdateInputs,
): { loss: tf.Scalar; sides: tf.Tensor1D } {
  let measured: tf.Tensor1D | undefined;
  const loss = parts.lanes.student.train((noise) => {
    const evaluated = parts.objective.evaluate(answerBoth(parts, batches, noise), live);
    measured = evaluated.sides;
    return evaluated.loss;
  }, update);
  return { loss, sides: measured as tf.Tensor1D };
}

export type AssistantInputs = Omit<StudentInputs, 'student' | 'control'> & {
  readonly update: UpdateInputs;
};

/** The assistant's step. Gives [its loss, labels' term, teacher's term]; inside a tidy. */
export const createAssistantStep =
  (parts: PupilParts) =>
  (inputs: AssistantInputs): tf.Tensor1D => {
    const { loss, sides } = learn(parts, studentBatches(parts, inputs), inputs.live, inputs.update);
    const row = tf.concat1d([tf.reshape(loss, [1]), sides]); // [3]
    sides.dispose();
    return row;
  };

/** The students' step. Gives [student's loss, labels' term, teacher's term, control's loss]; inside a tidy. */
export const createStudentStep =
  (parts: StudentParts) =>
  (inputs: StudentInputs): tf.Tensor1D => {
    const { lanes } = parts;
    const { live } = inputs;
    const batches = studentBatches(parts, inputs);
    const { loss: studentLoss, sides } = learn(parts, batches, live, inputs.student);
    const controlLoss = lanes.control.train(
      (noise) => parts.teaching.loss(lessonOf(parts, batches, live, noise)),
      inputs.control,
    );
    const row = tf.concat1d([tf.reshape(studentLoss, [1]), sides, tf.reshape(controlLoss, [1])]); // [4]
    sides.dispose();
    return row;
  };
