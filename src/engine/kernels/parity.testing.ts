// For tests: every fused operation on awkward shapes, value and gradients. Run once with kernels and once without, on any
// backend, the numbers must agree.

import type { Activation } from '../../shared/catalog/models.ts';
import type { OptimizerId } from '../../shared/catalog/optimizers.ts';
import { uploadNoise } from '../noise.ts';
import { attend, hasAttention } from '../ops/attention.ts';
import { type DenseParts, dense } from '../ops/dense.ts';
import { dropout } from '../ops/dropout.ts';
import { embed } from '../ops/embed.ts';
import { layerNorm } from '../ops/layer-norm.ts';
import { createOptimizer } from '../optim/optimizer.ts';
import * as tf from '../tf.ts';
import { isFused, runFused } from './kernels.ts';
import { normal, type ParityCase, valueAndGradients, whole } from './parity-case.testing.ts';
import { lossCases } from './parity-losses.testing.ts';
import { writingCases } from './parity-writing.testing.ts';

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
  ...writingCases,
  embedCase(3, 4, 6, 5),
  embedCase(2, 8, 8, 16),
  ...lossCases,
  dropoutCase(0.1, 9, 31),
  dropoutCase(0.5, 2, 3, 4, 4),
  windowsCase,
  ...(['sgd', 'momentum', 'adam', 'adamw'] as const).map(updateCase),
];
