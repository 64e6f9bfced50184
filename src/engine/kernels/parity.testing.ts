// For tests: every fused operation on awkward shapes, value and gradients. Run once with kernels and once without, on any
// backend, the numbers must agree.

import { lossRow } from '../../shared/catalog/losses.ts';
import type { Activation } from '../../shared/catalog/models.ts';
import type { OptimizerId } from '../../shared/catalog/optimizers.ts';
import type { ParamValue } from '../../shared/params.ts';
import { crossEntropy } from '../losses/cross-entropy.ts';
import { type DistillLoss, distillLosses } from '../losses/loss.ts';
import { createGpt } from '../models/gpt.ts';
import { uploadNoise } from '../noise.ts';
import { attend, hasAttention } from '../ops/attention.ts';
import { type DenseParts, dense } from '../ops/dense.ts';
import { type DivergenceInputs, divergenceForm, fusedDivergence } from '../ops/divergence.ts';
import { dropout } from '../ops/dropout.ts';
import { embed } from '../ops/embed.ts';
import { layerNorm } from '../ops/layer-norm.ts';
import { logSoftmax } from '../ops/log-softmax.ts';
import { hasObjective, objectiveLoss } from '../ops/objective.ts';
import { createOptimizer } from '../optim/optimizer.ts';
import { fork } from '../rng.ts';
import * as tf from '../tf.ts';
import { type DivergenceForm, type FusedDivergence, isFused, runFused } from './kernels.ts';

export interface ParityCase {
  readonly name: string;
  /** Everything it computes, as tensors that are the caller's. The same inputs at every call. */
  run(): tf.Tensor[];
}

/** Normally distributed numbers, always the same for the same name. */
export function normal<S extends number[]>(name: string, ...shape: S): tf.Tensor {
  const random = fork(1, 'parity', name);
  return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, random.normal), shape);
}

const whole = (name: string, below: number, ...shape: number[]): tf.Tensor => {
  const random = fork(1, 'parity', name);
  const values = Int32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.below(below));
  return tf.tensor(values, shape, 'int32');
};

/** y = f(inputs) and the gradients of sum(y weights) in the inputs, for fixed random weights. */
function valueAndGradients(f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): tf.Tensor[] {
  return tf.tidy(() => {
    const y = f(...inputs);
    const weights = normal('upstream', ...y.shape);
    return [y, ...tf.grads((...x) => tf.sum(tf.mul(f(...x), weights)))(inputs)];
  });
}

function denseCase(
  rows: number,
  depth: number,
  columns: number,
  parts: { activation?: Activation; bias?: true; residual?: true; transposed?: true },
): ParityCase {
  return {
    name: `dense ${rows} x ${depth} x ${columns} ${Object.entries(parts).flat().join(' ')}`,
    run: () => {
      const { activation, transposed } = parts;
      const names = (['bias', 'residual'] as const).filter((name) => parts[name]);
      const shapes = { bias: [columns], residual: [rows, columns] };
      const weight = transposed ? normal('w', columns, depth) : normal('w', depth, columns);
      return valueAndGradients(
        (x, w, ...rest) => {
          const added: DenseParts = Object.fromEntries(names.map((name, i) => [name, rest[i]]));
          const settings = { ...(activation && { activation }), ...(transposed && { transposed }) };
          return dense(x as tf.Tensor2D, w as tf.Tensor2D, { ...added, ...settings });
        },
        [normal('x', rows, depth), weight, ...names.map((name) => normal(name, ...shapes[name]))],
      );
    },
  };
}

const layerNormCase = (rows: number, columns: number): ParityCase => ({
  name: `layerNorm ${rows} x ${columns}`,
  run: () =>
    valueAndGradients(
      (x, w, b) => layerNorm(x as tf.Tensor2D, w as tf.Tensor1D, b as tf.Tensor1D),
      [normal('x', rows, columns), normal('w', columns), normal('b', columns)],
    ),
});

/** Attention written out: what the fused one is measured by. Heads are taken one by one. */
function composedAttention(qkv: tf.Tensor2D, batch: number, heads: number): tf.Tensor2D {
  const [rows, width] = qkv.shape;
  const [length, size] = [rows / batch, width / 3 / heads];
  const [q, k, v] = tf
    .split(tf.reshape(qkv, [batch, length, 3 * heads, size]), 3, 2)
    .map((part) => tf.transpose(part, [0, 2, 1, 3])) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D]; // [B, H, T, D]
  const future = Array.from({ length: length * length }, (_, i) =>
    Number(i % length > Math.floor(i / length)),
  );
  const mask = tf.tensor2d(future, [length, length]);
  const scores = tf.mul(tf.matMul(q, tf.transpose(k, [0, 1, 3, 2])), 1 / Math.sqrt(size));
  const weights = tf.softmax(tf.sub(scores, tf.mul(mask, 1e9))); // [B, H, T, T]
  return tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [rows, width / 3]);
}

const attentionCase = (batch: number, length: number, heads: number, size: number): ParityCase => ({
  name: `attention of ${batch} x ${length} tokens, ${heads} heads of ${size}`,
  run: () =>
    valueAndGradients(
      (qkv) => (hasAttention() ? attend : composedAttention)(qkv as tf.Tensor2D, batch, heads),
      [normal('qkv', batch * length, 3 * heads * size)],
    ),
});

/** Three tokens at once, then one by one: logits of the last, with what was read before in the cache. */
const writingCase = (batch: number): ParityCase => ({
  name: `writing of ${batch}, token by token`,
  run: () =>
    tf.tidy(() => {
      const shape = { nLayer: 2, nHead: 2, nEmbd: 12, blockSize: 40, vocabSize: 9, tied: true, dropout: 0 };
      const model = createGpt(shape, fork(1, 'parity'));
      const ids = whole('ids', 9, batch, 38) as tf.Tensor2D;
      let step = model.extend(tf.slice2d(ids, [0, 0], [batch, 3]), null);
      const logits = [step.logits];
      for (let at = 3; at < 5; at++) {
        step = model.extend(tf.slice2d(ids, [0, at], [batch, 1]), step.cache);
        logits.push(step.logits);
      }
      // More than one block of queries behind a cache.
      logits.push(
        model.extend(
          tf.slice2d(ids, [0, 3], [batch, 35]),
          model.extend(tf.slice2d(ids, [0, 0], [batch, 3]), null).cache,
        ).logits,
      );
      tf.dispose([...model.variables]);
      return logits;
    }),
});

const embedCase = (batch: number, length: number, places: number, width: number): ParityCase => ({
  name: `embed ${batch} x ${length} tokens of ${width} on ${places} places`,
  run: () => {
    const ids = whole('ids', 7, batch, length) as tf.Tensor2D;
    return valueAndGradients(
      (tokens, positions) => embed(ids, tokens as tf.Tensor2D, positions as tf.Tensor2D, 0),
      [normal('tokens', 7, width), normal('positions', places, width)],
    );
  },
});

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

/** The second mask of an update, so that its number counts too. */
const dropoutCase = (share: number, ...shape: number[]): ParityCase => ({
  name: `dropout ${share} ${shape.join(' x ')}`,
  run: () => {
    const dropSecond = (x: tf.Tensor) => {
      const noise = uploadNoise(123_456_789);
      noise.next();
      return dropout(x, share, noise);
    };
    return valueAndGradients(dropSecond, [normal('x', ...shape)]);
  },
});

/** Two windows of a text of twelve tokens, of which the second counts at two places alone. */
const windowsCase: ParityCase = {
  name: 'windows',
  run: () => {
    const text = Int32Array.from({ length: 12 }, (_, i) => (5 * i) % 7);
    const cuts = [
      [3, 0, 4],
      [7, 1, 3],
    ];
    if (isFused('windows')) {
      const inputs = { text: tf.tensor1d(text, 'int32'), cuts: tf.tensor2d(cuts, [2, 3], 'int32') };
      return [...runFused('windows', inputs, { length: 4 })];
    }
    const ids = cuts.map(([from = 0]) => Array.from(text.subarray(from, from + 4)));
    const next = cuts.map(([from = 0]) => Array.from(text.subarray(from + 1, from + 5)));
    const weights = [1, 1, 1, 1, 0, 1, 1, 0].map((counts) => counts / 6);
    return [tf.tensor2d(ids, [2, 4], 'int32'), tf.tensor1d(next.flat(), 'int32'), tf.tensor1d(weights)];
  },
};

const updateCase = (rule: OptimizerId): ParityCase => ({
  name: `update ${rule}`,
  run: () => {
    const variables = [normal('w0', 5, 3), normal('w1', 7), normal('w2', 8)].map((w) => tf.variable(w));
    const optimizer = createOptimizer(rule, variables, rule === 'adamw' ? 0.1 : 0);
    for (let step = 1; step <= 3; step++) {
      tf.tidy(() => {
        const gradients = variables.map(({ shape }, i) => normal(`g${i} ${step}`, ...shape));
        optimizer.apply(gradients, tf.tensor1d([...optimizer.rates(0.05, step)]));
      });
    }
    return [...variables, ...optimizer.slots];
  },
});

export const parityCases: readonly ParityCase[] = [
  denseCase(5, 7, 9, { bias: true, activation: 'relu' }),
  denseCase(33, 20, 24, { bias: true, activation: 'gelu' }),
  denseCase(6, 3, 2, { bias: true, activation: 'tanh' }),
  denseCase(16, 8, 8, { bias: true, residual: true }),
  denseCase(3, 5, 4, { bias: true, activation: 'relu', residual: true }),
  denseCase(10, 12, 13, { transposed: true }),
  denseCase(9, 6, 11, { transposed: true, bias: true, activation: 'gelu' }),
  denseCase(1, 70, 17, { bias: true }),
  layerNormCase(4, 16),
  layerNormCase(7, 13),
  layerNormCase(3, 3),
  attentionCase(2, 5, 2, 3),
  attentionCase(1, 70, 2, 8),
  attentionCase(3, 32, 1, 16),
  attentionCase(1, 1, 2, 4),
  writingCase(2),
  embedCase(3, 4, 6, 5),
  embedCase(2, 8, 8, 16),
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
  dropoutCase(0.1, 9, 31),
  dropoutCase(0.5, 2, 3, 4, 4),
  windowsCase,
  ...(['sgd', 'momentum', 'adam', 'adamw'] as const).map(updateCase),
];
