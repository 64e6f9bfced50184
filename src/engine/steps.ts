// The two training steps as functions of what is on the device: a batch, the live scalars, the optimisers' rates.
//
// The contract, for whoever records a step and replays it: given inputs of the same shapes, a step enqueues the same
// operations in the same order. It chooses nothing by value, reads nothing back, and uploads only constants that are the
// same in every step; whatever changes from step to step arrives in its inputs. What it changes are the variables of its
// lanes; what it returns is one row of terms. Two things break this, and `train.ts` knows both: dropout, whose masks are
// drawn on the host (the teacher's too, where a control's mistake is to let it drop out), and other forms of a loss, for which the step must be put together anew.

import type { Batch, DeviceData } from './data.ts';
import type { Lane, OnDevice, Update } from './lane.ts';
import { crossEntropy } from './losses/cross-entropy.ts';
import { type Answers, answer, type LiveScalars, type Objective } from './objective.ts';
import type { Random } from './rng.ts';
import type { Teaching } from './teaching.ts';
import * as tf from './tf.ts';
import type { Heard, Transfer } from './transfer.ts';

export interface TeacherInputs {
  /** Uploaded arrays of a batch. */
  readonly batch: readonly tf.Tensor[];
  readonly update: OnDevice<Update>;
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
  readonly student: OnDevice<Update>;
  readonly control: OnDevice<Update>;
}

export interface StudentParts {
  readonly data: DeviceData;
  readonly transfer: Transfer;
  readonly lanes: { readonly teacher: Lane; readonly student: Lane; readonly control: Lane };
  readonly objective: Objective;
  /** How the control is taught. */
  readonly teaching: Teaching;
  /** Teacher's logits on all training examples, [N, K], where they are kept. */
  readonly known: tf.Tensor2D | null;
}

/** What the frozen teacher says on a batch. */
function teach({ lanes, objective, teaching, known }: StudentParts, batch: Batch): Answers['teacher'] {
  if (!objective.hears && !teaching.hears) return null;
  if (known !== null && batch.rows !== null && !objective.looksInside)
    return { logits: tf.gather(known, batch.rows), inside: null }; // [R, K]
  return answer(lanes.teacher.model, batch, objective.looksInside);
}

/** The batches of a step, and what the teacher says on the one on which it is heard. */
export function studentBatches(parts: StudentParts, inputs: Pick<StudentInputs, 'heard' | 'labelled'>) {
  const labelled = parts.data.batch(inputs.labelled);
  const heard = inputs.heard === null ? labelled : parts.transfer.batch(inputs.heard);
  return { heard, labelled, teacher: teach(parts, heard) };
}

/** What the student answers on both batches, inside its loss. */
export function answerBoth(
  { lanes, objective }: StudentParts,
  { heard, labelled, teacher }: ReturnType<typeof studentBatches>,
  noise?: Random,
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
  noise: Random,
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

/** The students' step. Gives [student's loss, labels' term, teacher's term, control's loss]; inside a tidy. */
export const createStudentStep =
  (parts: StudentParts) =>
  (inputs: StudentInputs): tf.Tensor1D => {
    const { objective, lanes } = parts;
    const { live } = inputs;
    const batches = studentBatches(parts, inputs);
    const measured: tf.Scalar[] = [];
    const studentLoss = lanes.student.train((noise) => {
      const terms = objective.measure(answerBoth(parts, batches, noise), live);
      const teacherTerm = objective.teacherTerm(terms, live);
      // The gradient's own tidy would free them.
      measured.push(tf.keep(tf.clone(terms.labels)), tf.keep(tf.clone(teacherTerm)));
      return objective.loss(terms.labels, teacherTerm, live);
    }, inputs.student);
    const controlLoss = lanes.control.train(
      (noise) => parts.teaching.loss(lessonOf(parts, batches, live, noise)),
      inputs.control,
    );
    const row = tf.stack([studentLoss, ...measured, controlLoss]) as tf.Tensor1D;
    tf.dispose(measured);
    return row;
  };
