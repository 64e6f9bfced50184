// Measuring a model on the validation set. Everything stays on the device; the caller reads.

import { chunkRows } from '../shared/memory.ts';
import { type ScoreName, scoreNames } from '../shared/protocol/status.ts';
import type { DeviceData, ValidationChunk } from './data/data.ts';
import { type HiddenClass, raised } from './hidden-class.ts';
import type { Model } from './models/model.ts';
import { logSoftmax } from './ops/log-softmax.ts';
import * as tf from './tf.ts';

/** Logits of all rows of features, [N, inputs] to [N, K]. */
export function logitsInChunks(model: Model, features: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const [rows, inputs] = features.shape;
    if (rows <= chunkRows) return model.logits(features);
    const parts: tf.Tensor2D[] = [];
    for (let at = 0; at < rows; at += chunkRows) {
      const size = Math.min(chunkRows, rows - at);
      parts.push(tf.tidy(() => model.logits(tf.slice2d(features, [at, 0], [size, inputs]))));
    }
    return tf.concat2d(parts, 0);
  });
}

/** Logits of every validation chunk, [R, K] each: the teacher's, kept for comparison. */
export const validationLogits = (model: Model, data: DeviceData): tf.Tensor2D[] =>
  data.validation.map(({ x }) => tf.tidy(() => model.logits(x)));

/** What the students need of a trained teacher. */
export interface TeacherAnswers {
  /** Logits on every training example, [N, K]; null where they are computed batch by batch. */
  readonly train: tf.Tensor2D | null;
  /** Logits on every validation chunk, [R, K] each. */
  readonly validation: readonly tf.Tensor2D[];
}

/** A frozen model's logits on all training examples, [N, K]; null where they are too many. */
export const knownOf = (model: Model, { features }: DeviceData): tf.Tensor2D | null =>
  features === null ? null : logitsInChunks(model, features);

/** Asks a frozen teacher; the tensors are the caller's to dispose of. */
export const teacherAnswers = (model: Model, data: DeviceData): TeacherAnswers => ({
  train: knownOf(model, data),
  validation: validationLogits(model, data),
});

/** What a score is a share of, where that is not all rows. */
const countOf: Partial<Record<ScoreName, 'examples' | 'ofHidden'>> = {
  exactMatch: 'examples',
  hiddenAccuracy: 'ofHidden',
  plainHidden: 'ofHidden',
};

/** What was measured; scalars that are the caller's to dispose of. */
export type Scores = Partial<Record<ScoreName, tf.Scalar>>;

/** sum p (log p - log q) of each row; rows of p sum to 1 and may hold zeros. [R, K] to [R]. */
export function klRows(p: tf.Tensor, logQ: tf.Tensor): tf.Tensor1D {
  return tf.sum(tf.mul(p, tf.sub(tf.log(tf.maximum(p, 1e-30)), logQ)), 1);
}

/** A hidden class, and the bias with which the measured model answers; null where that has none. */
export interface Hidden {
  readonly hidden: HiddenClass;
  readonly bias: tf.Scalar | null;
}

/** Right answers with and without the bias, among the hidden class and among all. */
function hiddenSums(
  { hidden, bias }: Hidden,
  targets: tf.Tensor2D,
  plain: tf.Tensor2D,
  right: tf.Tensor,
): Scores {
  const isHidden = tf.sum(tf.mul(targets, hidden.column), 1); // [R]
  const hiddenAccuracy = tf.sum(tf.mul(right, isHidden)) as tf.Scalar;
  if (bias === null) return { hiddenAccuracy };
  const plainRight = tf.cast(tf.equal(tf.argMax(plain, 1), tf.argMax(targets, 1)), 'float32'); // [R]
  return {
    hiddenAccuracy,
    plainHidden: tf.sum(tf.mul(plainRight, isHidden)) as tf.Scalar,
    plainAccuracy: tf.sum(plainRight) as tf.Scalar,
  };
}

function chunkSums(
  model: Model,
  chunk: ValidationChunk,
  teacher: tf.Tensor2D | undefined,
  data: DeviceData,
  hidden: Hidden | null,
): Scores {
  const { x, targets, mask, truth } = chunk;
  const plain = model.logits(x); // [R, K]
  const logits = hidden === null || hidden.bias === null ? plain : raised(hidden.hidden, hidden.bias, plain);
  const logQ = logSoftmax(logits);
  const predicted = tf.argMax(logits, 1); // [R]
  const equalTo = (answers: tf.Tensor) => tf.cast(tf.equal(predicted, tf.argMax(answers, 1)), 'float32'); // [R]
  const sum = (rows: tf.Tensor) => tf.sum(mask === null ? rows : tf.mul(rows, mask)) as tf.Scalar;
  const right = equalTo(targets);
  const scores: Scores = { accuracy: sum(right), valLoss: sum(tf.neg(tf.sum(tf.mul(targets, logQ), 1))) };
  if (teacher !== undefined) {
    scores.agreement = sum(equalTo(teacher));
    scores.kl = sum(klRows(tf.softmax(teacher), logQ));
  }
  if (hidden !== null) Object.assign(scores, hiddenSums(hidden, targets, plain, right));
  if (truth !== null) scores.truthKl = sum(klRows(truth, logQ));
  if (data.wholeExamples) {
    const wrong = tf.mul(tf.sub(1, right), mask ?? 1);
    const wrongInExample = tf.sum(tf.reshape(wrong, [-1, data.rowsPerExample]), 1); // [B]
    scores.exactMatch = tf.sum(tf.cast(tf.equal(wrongInExample, 0), 'float32'));
  }
  return scores;
}

/** Examples of the hidden class among the validation set; at least 1. */
const hiddenCount = ({ validation }: DeviceData, { column }: HiddenClass): tf.Scalar =>
  tf.maximum(1, tf.addN(validation.map(({ targets }) => tf.sum(tf.mul(targets, column)))));

/** Measures `model` on the whole validation set; `teacher` holds the teacher's logits of each chunk. */
export function evaluate(
  model: Model,
  data: DeviceData,
  teacher: readonly tf.Tensor2D[] | null,
  hidden: Hidden | null = null,
): Scores {
  return tf.tidy(() => {
    const parts = data.validation.map((chunk, i) =>
      tf.tidy(() => chunkSums(model, chunk, teacher?.[i], data, hidden)),
    );
    const rows = data.validation.reduce((total, { count }) => total + count, 0);
    const examples = data.validation.reduce((total, { x }) => total + x.shape[0], 0);
    const ofHidden = hidden === null ? rows : hiddenCount(data, hidden.hidden);
    const scores: Scores = {};
    for (const name of scoreNames) {
      const sums = parts.flatMap((part) => part[name] ?? []);
      if (sums.length > 0)
        scores[name] = tf.div(tf.addN(sums), { examples, rows, ofHidden }[countOf[name] ?? 'rows']);
    }
    return scores;
  });
}
