// What a mistake has to work with in one step, and the right way, from which most of them depart by one thing.
// Knows nothing of lanes or optimisers.

import type { Batch } from '../data/data.ts';
import { crossEntropy } from '../losses/cross-entropy.ts';
import type { Model } from '../models/model.ts';
import type { Noise } from '../noise.ts';
import { type LiveScalars, weighLoss } from '../objective.ts';
import { logSoftmax } from '../ops/log-softmax.ts';
import { meanRows } from '../ops/mean-rows.ts';
import * as tf from '../tf.ts';

export interface Lesson {
  /** The control's model, which is to learn. */
  readonly model: Pick<Model, 'logits'>;
  /** For its dropout masks; undefined where no model drops anything. */
  readonly noise: Noise | undefined;
  /** Examples whose labels it may see, and examples on which it hears the teacher; the same object where they are one. */
  readonly labelled: Batch;
  readonly heard: Batch;
  /** The teacher that the student hears, frozen, and its logits on `heard`, [R, K]; null where nobody hears it. */
  readonly teacher: { readonly model: Model; readonly logits: tf.Tensor2D | null };
  /** A teacher of the mistake's own, where it asked for one. */
  readonly ownTeacher: Model | null;
  readonly live: LiveScalars;
  readonly rowsPerExample: number;
}

export interface Mistake {
  /**
   * A second teacher of the same shape: `copy` starts as the trained one and learns with the control, `fresh` is as it was
   * drawn. The lane's own teacher never changes.
   */
  readonly ownTeacher?: 'copy' | 'fresh';
  /** The control's loss; differentiable in its model, and in a copied teacher. */
  readonly loss: (lesson: Lesson) => tf.Scalar;
}

/** What the teacher's term is made of. */
export interface TermInputs {
  /** log softmax(z / T) and log softmax(v / T), [R, K] each. */
  readonly logS: tf.Tensor2D;
  readonly logT: tf.Tensor2D;
  /** Logits z and v, [R, K] each. */
  readonly student: tf.Tensor2D;
  readonly teacher: tf.Tensor2D;
  readonly temperature: tf.Scalar;
  /** T^2. */
  readonly scale: tf.Scalar;
  /** Weight of each row, [R]; null weighs all alike. */
  readonly weights: tf.Tensor1D | null;
  readonly rowsPerExample: number;
}

/** T^2 KL(t || s), mean over rows. */
export const rightTerm = ({ logS, logT, scale, weights }: TermInputs): tf.Scalar => {
  const rows = tf.sum(tf.mul(tf.exp(logT), tf.sub(logT, logS)), 1); // [R, K] -> [R]
  return tf.mul(scale, meanRows(rows, weights));
};

/** (1 - alpha) CE(labels) + alpha `term`. */
export function lossWith(term: (inputs: TermInputs) => tf.Scalar, lesson: Lesson): tf.Scalar {
  const { model, noise, labelled, heard, live, rowsPerExample } = lesson;
  const onLabelled = model.logits(labelled.x, noise); // [L, K]
  const student = heard === labelled ? onLabelled : model.logits(heard.x, noise); // [R, K]
  const teacher = lesson.teacher.logits as tf.Tensor2D;
  const { temperature, scale } = live;
  const soften = (logits: tf.Tensor2D) => logSoftmax(tf.div(logits, temperature) as tf.Tensor2D); // [R, K]
  const labels = crossEntropy(onLabelled, labelled.targets, labelled.weights);
  const inputs = { logS: soften(student), logT: soften(teacher), student, teacher, temperature, scale };
  return weighLoss(labels, term({ ...inputs, weights: heard.weights, rowsPerExample }), live);
}

/** A mistake in the teacher's term. */
export const inTerm = (term: (inputs: TermInputs) => tf.Scalar): Mistake => ({
  loss: (lesson) => lossWith(term, lesson),
});

/** A mistake in what goes in: the right loss of the wrong things. */
export const inLesson = (change: (lesson: Lesson) => Partial<Lesson>): Mistake => ({
  loss: (lesson) => lossWith(rightTerm, { ...lesson, ...change(lesson) }),
});
