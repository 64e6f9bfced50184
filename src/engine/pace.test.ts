// What is told before Run: memory is never less than TensorFlow.js counts, prices come from a measurement and can be left off.

import { beforeAll, describe, expect, it } from 'vitest';
import { configFrom } from '../shared/config.ts';
import { estimate, type Pace, secondsOf, type Work } from '../shared/duration.ts';
import { activationsPerToken } from '../shared/memory.ts';
import { useBackend } from './backend/backend.testing.ts';
import { tensorCount } from './backend/internals.ts';
import { allowFused } from './kernels/kernels.ts';
import { crossEntropy } from './losses/cross-entropy.ts';
import { createGpt } from './models/gpt.ts';
import { oneHot } from './ops/one-hot.ts';
import { measurePace, solve } from './pace.ts';
import { fork } from './rng.ts';
import * as tf from './tf.ts';

describe('memory told before Run', () => {
  beforeAll(() => useBackend('wasm'));

  it.each([
    { nLayer: 1, nHead: 2, nEmbd: 16, length: 16, batch: 8, outputs: 13 },
    { nLayer: 2, nHead: 4, nEmbd: 64, length: 16, batch: 16, outputs: 13 },
    { nLayer: 1, nHead: 8, nEmbd: 32, length: 64, batch: 2, outputs: 20 },
    { nLayer: 1, nHead: 2, nEmbd: 16, length: 16, batch: 16, outputs: 500 },
  ])('is about what a step keeps, and hardly less: %o', async ({ length, batch, outputs, ...fields }) => {
    const config = { kind: 'gpt', dropout: 0, tied: true, ...fields } as const;
    const model = createGpt({ ...config, blockSize: length, vocabSize: outputs }, fork(1, 'memory'));
    const ids = tf.zeros([batch, length], 'int32') as tf.Tensor2D;
    const parameters = model.variables.reduce((sum, { size }) => sum + size, 0);
    const before = tf.memory().numBytes;
    // The most that any backend keeps: fused kernels keep several times less.
    allowFused(false);
    const { peakBytes } = await tf.profile(() => {
      const answers = oneHot(tf.reshape(ids, [batch * length]), outputs);
      const { value, grads } = tf.variableGrads(
        () => crossEntropy(model.logits(ids), answers),
        [...model.variables],
      );
      tf.dispose([value, answers, ...Object.values(grads)]);
    });
    allowFused(true);
    const perToken = ((peakBytes - before) / 4 - parameters) / (batch * length);
    const told = activationsPerToken(config, length, outputs);
    expect(told).toBeGreaterThan(0.9 * perToken);
    expect(told).toBeLessThan(1.5 * perToken);
    tf.dispose([...model.variables, ids]);
  });
});

describe('time told before Run', () => {
  const works: [Work, Work, Work] = [
    { blocks: 2, activations: 0, products: 0 },
    { blocks: 2, activations: 4e6, products: 1e7 },
    { blocks: 2, activations: 6e6, products: 3e8 },
  ];

  it('comes from prices that three measurements fix', () => {
    const pace: Pace = { secondsPerBlock: 0.003, secondsPerActivation: 2e-9, secondsPerProduct: 1e-10 };
    const seconds = works.map((work) => secondsOf(work, pace)) as [number, number, number];
    const found = solve(works, seconds);
    for (const key of Object.keys(pace) as (keyof Pace)[]) expect(found[key] / pace[key]).toBeCloseTo(1, 6);
  });

  it('never has a price below 0, whatever noise is measured', () => {
    for (const seconds of [
      [0.01, 0.001, 0.5],
      [0.01, 0.5, 0.02],
      [0.2, 0.1, 0.1],
    ] as [number, number, number][]) {
      for (const price of Object.values(solve(works, seconds))) expect(price).toBeGreaterThanOrEqual(0);
    }
  });

  it('grows with steps, model and on-policy share', () => {
    const pace: Pace = { secondsPerBlock: 0.003, secondsPerActivation: 2e-9, secondsPerProduct: 1e-10 };
    const data = { inputs: 16, outputs: 13, validationSize: 500, allInSight: false };
    const total = (settings: Record<string, number>) => {
      const { config } = configFrom({ 'task.kind': 'text', ...settings });
      const { teacher, students } = estimate(config, data, pace);
      return teacher + students;
    };
    const usual = total({});
    expect(total({ 'train.teacherSteps': 5000 })).toBeGreaterThan(usual);
    expect(total({ 'student.nEmbd': 64 })).toBeGreaterThan(usual);
    expect(total({ 'distill.lambda': 0.5 })).toBeGreaterThan(usual);
    expect(total({ 'train.studentSteps': 100 })).toBeLessThan(usual);
  });

  it('is measured on the backend, leaves nothing there, and gives way', async () => {
    await useBackend('wasm');
    const before = tensorCount();
    expect((await measurePace(() => true))?.secondsPerBlock).toBeGreaterThan(0);
    let asked = 0;
    expect(await measurePace(() => ++asked < 3)).toBeNull();
    expect(asked).toBe(3);
    expect(tensorCount()).toBe(before);
  });
});
