// How faithful a model is to its teacher and to the labels, on any set of examples: accuracy, agreement, KL, negative
// log-likelihood and calibration. Reads back once per set; never part of a training step.

import type { Fidelity } from '../shared/protocol/snapshots.ts';
import { calibrationOf } from './calibration.ts';
import { type Batch, batchOf, type DeviceData } from './data/data.ts';
import { klRows } from './evaluate.ts';
import type { Model } from './models/model.ts';
import { logSoftmax } from './ops/log-softmax.ts';
import * as tf from './tf.ts';

/** What is measured of each row, in this order. */
const measures = ['confidence', 'right', 'agrees', 'nll', 'kl'] as const;

/** Measures of each row at T = 1, [5, R]; inside a tidy. `targets` are one-hot. */
export function rowMeasures(logits: tf.Tensor2D, targets: tf.Tensor2D, teacher: tf.Tensor2D): tf.Tensor2D {
  const logQ = logSoftmax(logits); // [R, K]
  const predicted = tf.argMax(logits, 1); // [R]
  const equals = (answers: tf.Tensor) => tf.cast(tf.equal(predicted, tf.argMax(answers, 1)), 'float32'); // [R]
  return tf.stack([
    tf.exp(tf.max(logQ, 1)),
    equals(targets),
    equals(teacher),
    tf.neg(tf.sum(tf.mul(targets, logQ), 1)),
    klRows(tf.softmax(teacher), logQ),
  ]) as tf.Tensor2D;
}

/** Means over the rows that count; `rows` holds [5, R] numbers of each chunk, `counts` 1 or 0 for each of its rows. */
export function summarise(
  chunks: readonly { readonly rows: Float32Array; readonly counts: Float32Array | null }[],
): Fidelity {
  const columns = measures.map((): number[] => []);
  for (const { rows, counts } of chunks) {
    const size = rows.length / measures.length;
    for (let row = 0; row < size; row++) {
      if (counts !== null && !((counts[row] ?? 0) > 0)) continue;
      columns.forEach((column, at) => {
        column.push(rows[at * size + row] ?? Number.NaN);
      });
    }
  }
  const [confidence = [], right = [], agrees = [], nll = [], kl = []] = columns;
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return {
    rows: confidence.length,
    accuracy: mean(right),
    agreement: mean(agrees),
    nll: mean(nll),
    kl: mean(kl),
    calibration: calibrationOf(confidence, right),
  };
}

/** Rows per forward pass. */
const chunkRows = 2048;
/** Rows of a set that are measured at most: enough for a standard error below a point, few enough to stay quick. */
const maxRows = 4096;

/** Evenly chosen among `examples`, as many as may be measured. */
export function measurable(examples: Int32Array, rowsPerExample: number): Int32Array {
  const most = Math.max(1, Math.floor(maxRows / rowsPerExample));
  if (examples.length <= most) return examples;
  return Int32Array.from({ length: most }, (_, i) => examples[Math.floor((i * examples.length) / most)] ?? 0);
}

/** Some training examples, chunk by chunk. */
export function* trainingBatches(data: DeviceData, examples: Int32Array): Generator<() => Batch> {
  const perChunk = Math.max(1, Math.floor(chunkRows / data.rowsPerExample));
  for (let from = 0; from < examples.length; from += perChunk) {
    yield () => batchOf(data, examples.subarray(from, from + perChunk));
  }
}

/** Measures every model on the same rows; `batches` make their tensors inside a tidy. `models[0]` is the teacher. */
export async function measureFidelity(
  models: readonly Model[],
  batches: Iterable<() => Batch>,
): Promise<Fidelity[]> {
  const parts: { rows: Float32Array; counts: Float32Array | null }[][] = models.map(() => []);
  for (const batch of batches) {
    const tensors = tf.tidy(() => {
      const { x, targets, weights } = batch();
      const logits = models.map((model) => model.logits(x)); // [R, K] each
      const [teacher] = logits;
      if (teacher === undefined) return [];
      const counts = weights === null ? [] : [tf.clone(weights)];
      return [...logits.map((own) => rowMeasures(own, targets, teacher)), ...counts];
    });
    const numbers = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
    tf.dispose(tensors);
    const counts = numbers[models.length] ?? null;
    parts.forEach((part, i) => {
      part.push({ rows: numbers[i] ?? new Float32Array(), counts });
    });
  }
  return parts.map(summarise);
}
