// Every optimiser against PyTorch's weights after each of five updates; the schedules by hand.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OptimizerId } from '../../shared/catalog/optimizers.ts';
import { useBackend } from '../backend/backend.testing.ts';
import * as tf from '../tf.ts';
import { createOptimizer } from './optimizer.ts';
import { scheduleFactor } from './schedule.ts';

interface Case {
  optimizer: OptimizerId;
  learningRate: number;
  weightDecay: number;
  start: number[];
  gradients: number[][];
  weights: number[][];
}
const { cases } = JSON.parse(readFileSync(new URL('./fixtures.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

describe.each(['cpu', 'wasm'] as const)('optimisers on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(cases)('$optimizer updates as PyTorch', (row) => {
    const weights = tf.variable(tf.tensor1d(row.start));
    const optimizer = createOptimizer(row.optimizer, [weights], row.weightDecay);
    row.gradients.forEach((gradient, i) => {
      tf.tidy(() => {
        const rates = tf.tensor1d([...optimizer.rates(row.learningRate, i + 1)]);
        optimizer.apply([tf.tensor1d(gradient)], rates);
      });
      const expected = row.weights[i] ?? [];
      weights.dataSync().forEach((value, k) => {
        expect(Math.abs(value - (expected[k] ?? Number.NaN))).toBeLessThan(2e-6);
      });
    });
    tf.dispose([weights, ...optimizer.slots]);
  });
});

describe('schedules', () => {
  it('warms up linearly, then stays', () => {
    expect([0, 1, 2, 3, 4].map((step) => scheduleFactor('constant', step, 10, 3))).toEqual([
      0.25, 0.5, 0.75, 1, 1,
    ]);
  });
  it('falls along a cosine to a tenth', () => {
    expect(scheduleFactor('cosine', 0, 100, 0)).toBe(1);
    expect(scheduleFactor('cosine', 50, 100, 0)).toBeCloseTo(0.55, 10);
    expect(scheduleFactor('cosine', 100, 100, 0)).toBeCloseTo(0.1, 10);
  });
});
