// Every loss against PyTorch's numbers, in value and gradient, on both processor backends; and the traps by their names.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LossId } from '../../shared/catalog/losses.ts';
import { useBackend } from '../backend/backend.testing.ts';
import * as tf from '../tf.ts';
import { crossEntropy } from './cross-entropy.ts';
import { distillLosses } from './loss.ts';

interface Fixtures {
  distillation: {
    name: string;
    shape: [number, number];
    student: number[];
    teacher: number[];
    results: { loss: LossId; temperature: number; tSquared: boolean; value: number; gradient: number[] }[];
  }[];
  crossEntropy: {
    smoothing: number;
    shape: [number, number];
    logits: number[];
    labels: number[];
    value: number;
    gradient: number[];
  }[];
}

const fixtures = JSON.parse(readFileSync(new URL('./fixtures.json', import.meta.url), 'utf8')) as Fixtures;
const tolerance = 1e-5;

/** Largest difference, relative to the largest expected number (or 1e-3 where all are tiny). */
function relativeError(actual: ArrayLike<number>, expected: readonly number[]): number {
  const size = Math.max(1e-3, ...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs((actual[i] ?? Number.NaN) - value))) / size;
}

function valueAndGradient(f: (z: tf.Tensor2D) => tf.Scalar, logits: number[], shape: [number, number]) {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((z) => f(z as tf.Tensor2D))(tf.tensor2d(logits, shape));
    return { value: value.dataSync()[0] ?? Number.NaN, gradient: grad.dataSync() };
  });
}

const rest = { weights: null, rowsPerExample: 1, params: {}, forms: {}, inside: null, trained: [] };

function distill(id: LossId, z: number[], v: number[], shape: [number, number], T: number, tSquared = true) {
  const [teacher, temperature, scale] = [
    tf.tensor2d(v, shape),
    tf.scalar(T),
    tf.scalar(tSquared ? T * T : 1),
  ];
  return valueAndGradient(
    (student) => distillLosses[id]({ ...rest, student, teacher, temperature, scale, targets: teacher }),
    z,
    shape,
  );
}

describe.each(['cpu', 'wasm'] as const)('losses on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  const cases = fixtures.distillation.flatMap(({ results, ...input }) =>
    results.map((result) => ({ ...input, ...result })),
  );
  it.each(cases)('$loss, $name, T=$temperature, T^2 $tSquared, as PyTorch', (row) => {
    const ours = distill(row.loss, row.student, row.teacher, row.shape, row.temperature, row.tSquared);
    expect(relativeError([ours.value], [row.value])).toBeLessThan(tolerance);
    expect(relativeError(ours.gradient, row.gradient)).toBeLessThan(tolerance);
  });

  it.each(fixtures.crossEntropy)('cross-entropy, smoothing $smoothing, as PyTorch', (row) => {
    const classes = row.shape[1];
    const targets = row.labels.map((label) =>
      Array.from(
        { length: classes },
        (_, k) => (k === label ? 1 - row.smoothing : 0) + row.smoothing / classes,
      ),
    );
    const ours = valueAndGradient((z) => crossEntropy(z, tf.tensor2d(targets)), row.logits, row.shape);
    expect(relativeError([ours.value], [row.value])).toBeLessThan(tolerance);
    expect(relativeError(ours.gradient, row.gradient)).toBeLessThan(tolerance);
  });

  it.each(['forwardKl', 'reverseKl', 'logitMse'] as const)('%s counts only the rows of its mask', (id) => {
    const [z, v] = [
      [1, 2, 3, -1, 0, 1],
      [0, 1, 0, 5, 5, -5],
    ];
    const [teacher, one] = [tf.tensor2d(v, [2, 3]), tf.scalar(1)];
    const inputs = { ...rest, teacher, temperature: one, scale: one, targets: teacher };
    const masked = (mask: number[]) =>
      valueAndGradient(
        (student) => distillLosses[id]({ ...inputs, student, weights: tf.tensor1d(mask) }),
        z,
        [2, 3],
      );
    const first = distill(id, z.slice(0, 3), v.slice(0, 3), [1, 3], 1);
    expect(masked([1, 0]).value).toBeCloseTo(first.value, 5);
    expect([...masked([1, 0]).gradient.slice(3)].map(Math.abs)).toEqual([0, 0, 0]);
    expect(masked([0, 0]).value).toBe(0);
  });

  it('trap: without T^2 the gradient fades as T grows, with it it does not', () => {
    const [z, v] = [
      [1, -1, 0.5, 2],
      [2, 1, -1, 0],
    ];
    const norm = (T: number, tSquared: boolean) =>
      Math.hypot(...distill('forwardKl', z, v, [1, 4], T, tSquared).gradient);
    expect(norm(8, false) / norm(1, false)).toBeLessThan(0.1);
    expect(norm(8, true) / norm(1, true)).toBeGreaterThan(0.5);
  });

  it('trap: forward and reverse KL are not each other', () => {
    const [z, v] = [
      [3, 0, 0],
      [1, 1, -4],
    ];
    const forward = distill('forwardKl', z, v, [1, 3], 1);
    const reverse = distill('reverseKl', z, v, [1, 3], 1);
    expect(Math.abs(forward.value - reverse.value)).toBeGreaterThan(0.1);
    expect(distill('reverseKl', v, z, [1, 3], 1).value).toBeCloseTo(forward.value, 5);
  });

  it('trap: reverse KL against a teacher probability of exactly 0 keeps a finite gradient', () => {
    const { value, gradient } = distill('reverseKl', [0, 0], [0, -1e4], [1, 2], 1);
    expect(Number.isFinite(value)).toBe(true);
    expect([...gradient].every(Number.isFinite)).toBe(true);
  });

  it('trap: KL is 0 where the models agree, cross-entropy is not', () => {
    expect(distill('forwardKl', [1, 2, 3], [1, 2, 3], [1, 3], 2).value).toBeCloseTo(0, 6);
  });
});
