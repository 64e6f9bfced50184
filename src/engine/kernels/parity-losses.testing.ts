// For tests: the losses with kernels, in every form that they have, beside their composed twins.

import { lossRow } from '../../shared/catalog/losses.ts';
import type { ParamValue } from '../../shared/params.ts';
import { crossEntropy } from '../losses/cross-entropy.ts';
import { type DistillLoss, distillLosses } from '../losses/loss.ts';
import { type DivergenceInputs, divergenceForm, fusedDivergence } from '../ops/divergence.ts';
import { logSoftmax } from '../ops/log-softmax.ts';
import { hasObjective, objectiveLoss } from '../ops/objective.ts';
import * as tf from '../tf.ts';
import type { DivergenceForm, FusedDivergence } from './kernels.ts';
import { normal, type ParityCase, valueAndGradients } from './parity-case.testing.ts';

/** Class 1 on even rows, class 0 on odd ones; none on the last. */
const oneHotTargets = (rows: number, classes: number): tf.Tensor2D =>
  tf.tensor2d(
    Array.from({ length: rows * classes }, (_, i) => {
      const [row, column] = [Math.floor(i / classes), i % classes];
      return Number(row < rows - 1 && column === (row + 1) % 2);
    }),
    [rows, classes],
  );

/** Rows that sum to 1. */
const shares = (name: string, rows: number, columns: number) =>
  tf.softmax(normal(name, rows, columns) as tf.Tensor2D);

/** Every third row counts for nothing, the others alike. */
function rowWeights(rows: number): tf.Tensor1D {
  const counted = Array.from({ length: rows }, (_, row) => Number(row % 3 !== 2));
  const sum = counted.reduce((a, b) => a + b, 0);
  return tf.tensor1d(counted.map((counts) => counts / sum));
}

const crossEntropyCase = (rows: number, classes: number, isWeighted: boolean): ParityCase => ({
  name: `crossEntropy ${rows} x ${classes}${isWeighted ? ' weighted' : ''}`,
  run: () => {
    const targets = shares('targets', rows, classes);
    const weights = isWeighted ? rowWeights(rows) : null;
    return valueAndGradients(
      (z) => crossEntropy(z as tf.Tensor2D, targets, weights),
      [normal('z', rows, classes)],
    );
  },
});

type Answering = FusedDivergence | 'dist';

/** A loss at its catalogue's defaults, or at `own`; by its kernel, or as it is composed in losses/. */
function divergenceOf(id: Answering, own: Readonly<Record<string, ParamValue>>) {
  const { params, forms } = lossRow(id);
  const chosen = (table: object): Record<string, ParamValue> =>
    Object.fromEntries(Object.entries(table).map(([key, spec]) => [key, own[key] ?? spec.default]));
  const numbers = Object.entries(chosen(params)).map(([key, value]) => [key, Number(value)] as const);
  const composed = distillLosses[id] as unknown as DistillLoss<Answering>;
  return {
    form: divergenceForm(id, chosen(forms)),
    /** `live` of a term of that weight. */
    live: (T: number, labelsWeight: number, alpha: number, weight: number) =>
      tf.tensor1d([T, T * T, labelsWeight, alpha, weight, ...numbers.map(([, value]) => value)]),
    measure(inputs: DivergenceInputs, T: number): tf.Scalar {
      const others = {
        temperature: tf.scalar(T),
        scale: tf.scalar(T * T),
        rowsPerExample: 1,
        params: Object.fromEntries(numbers.map(([key, value]) => [key, tf.scalar(value)])),
        forms: chosen(forms),
        inside: null,
        trained: [],
      };
      const loss = fusedDivergence(id, chosen(forms)) ?? composed;
      return loss({ ...inputs, ...others } as never);
    },
  };
}

type Own = Readonly<Record<string, ParamValue>>;
const caseName = (kind: string, id: Answering, own: Own, ...shape: number[]): string =>
  [kind, id, ...Object.entries(own).map((entry) => entry.join('=')), shape.join(' x ')].join(' ');

function objectiveCase(id: FusedDivergence, own: Own, rows: number, classes: number, T: number): ParityCase {
  const [labelsWeight, alpha, weight] = [0.3, 0.7, 1.5];
  return {
    name: `${caseName('objective', id, own, rows, classes)} T=${T}`,
    run: () => {
      const weights = rowWeights(rows);
      const targets = oneHotTargets(rows, classes);
      const teacher = normal('v', rows, classes) as tf.Tensor2D;
      const { form, measure, live } = divergenceOf(id, own);
      const packed = live(T, labelsWeight, alpha, weight);
      const composed = (student: tf.Tensor2D) => {
        const labels = tf.mul(labelsWeight, crossEntropy(student, targets, weights));
        const distance = measure({ student, teacher, targets, weights, live: packed }, T);
        return tf.add(labels, tf.mul(alpha * weight, distance));
      };
      const fused = (logits: tf.Tensor2D, divergence: DivergenceForm) => {
        const heard = { divergence, teacher, live: packed };
        const { loss, terms } = objectiveLoss({ logits, targets, weights, heard });
        terms.dispose();
        return loss;
      };
      return valueAndGradients(
        (z) => (form !== null && hasObjective() ? fused(z as tf.Tensor2D, form) : composed(z as tf.Tensor2D)),
        [tf.mul(3, normal('z', rows, classes))],
      );
    },
  };
}

const divergenceCase = (id: Answering, own: Own, rows: number, classes: number, T: number): ParityCase => ({
  name: `${caseName(id === 'dist' ? 'comparison of rows' : 'divergence', id, own, rows, classes)} T=${T}`,
  run: () => {
    const teacher = normal('v', rows, classes) as tf.Tensor2D;
    const { measure, live } = divergenceOf(id, own);
    const constants = { teacher, targets: oneHotTargets(rows, classes), weights: rowWeights(rows) };
    const packed = live(T, 0, 1, 1);
    return valueAndGradients(
      (student) => measure({ student: student as tf.Tensor2D, ...constants, live: packed }, T),
      [tf.mul(3, normal('z', rows, classes))],
    );
  },
});

/** Every divergence that has a kernel, in each of its forms. */
const divergences: readonly (readonly [FusedDivergence, Own])[] = [
  ['forwardKl', {}],
  ['forwardKl', { over: 'mean' }],
  ['reverseKl', {}],
  ['reverseKl', { over: 'mean' }],
  ['jsd', { beta: 0.2 }],
  ['jsd', { beta: 0.9, steady: true }],
  ['skewKl', { skew: 0.1 }],
  ['skewReverseKl', { skew: 0.3 }],
  ['tvd', {}],
  ['probabilityMse', {}],
  ['probabilityMse', { over: 'sum' }],
  ['dkd', { targetWeight: 1.5 }],
  ['dkd', { target: 'label' }],
  ['standardizedKl', {}],
  ['logitMse', {}],
  ['logitMse', { over: 'sum' }],
  ['cosine', {}],
  ['topKKl', { k: 3 }],
  ['topKKl', { k: 2, tail: false }],
  ['topKKl', { k: 256 }],
];

const logSoftmaxCase = (rows: number, classes: number): ParityCase => ({
  name: `logSoftmax ${rows} x ${classes}`,
  run: () => valueAndGradients((z) => logSoftmax(z as tf.Tensor2D), [tf.mul(5, normal('z', rows, classes))]),
});

export const lossCases: readonly ParityCase[] = [
  crossEntropyCase(6, 5, true),
  crossEntropyCase(9, 2, false),
  crossEntropyCase(4, 97, true),
  ...divergences.flatMap(([id, own], i) => [
    // Fewer classes than lanes, as many, and some more; students that are far from the teacher, and mild ones.
    objectiveCase(id, own, 7, [6, 33, 8][i % 3] ?? 6, [2, 0.5, 1][i % 3] ?? 2),
    divergenceCase(id, own, 5, [70, 3, 4][i % 3] ?? 70, [4, 1, 3][i % 3] ?? 4),
  ]),
  divergenceCase('dist', {}, 5, 7, 2),
  divergenceCase('dist', { acrossRows: 0.3, acrossClasses: 2 }, 70, 8, 1),
  logSoftmaxCase(5, 7),
  logSoftmaxCase(3, 64),
  logSoftmaxCase(4, 2),
];
