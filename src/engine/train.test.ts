// Proof that training learns, is reproducible and does what its settings say.

import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from './backend/backend.testing.ts';
import { crossEntropy } from './losses/cross-entropy.ts';
import * as tf from './tf.ts';
import { begin, column, last, planeConfig, train } from './training.testing.ts';

describe.each(['wasm', 'cpu'] as const)('training on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('overfits a handful of points', async () => {
    const metrics = await train(
      planeConfig({
        'task.points': 50,
        'task.noise': 0,
        'train.teacherSteps': 300,
        'train.learningRate': 0.02,
      }),
    );
    expect(last(column(metrics, 'teacher.loss'))).toBeLessThan(0.05);
  });

  it('gives the same series for the same config, bit for bit', async () => {
    const [first, second] = [await train(planeConfig()), await train(planeConfig())];
    for (const name of [
      'teacher.loss',
      'student.loss',
      'control.loss',
      'student.accuracy',
      'control.agreement',
    ]) {
      expect(column(second, name)).toEqual(column(first, name));
      expect(column(first, name).length).toBeGreaterThan(2);
    }
  });

  it('gives another series for another seed', async () => {
    const [first, second] = [await train(planeConfig()), await train(planeConfig({ seed: 2 }))];
    expect(column(second, 'student.loss')).not.toEqual(column(first, 'student.loss'));
  });
});

describe('training', () => {
  beforeAll(() => useBackend('wasm'));

  it('distilled beats control with few labels, on fixed seeds', async () => {
    const gains: number[] = [];
    for (const seed of [1, 2, 3]) {
      const metrics = await train(
        planeConfig({ seed, 'task.points': 600, 'train.teacherSteps': 300, 'train.studentSteps': 400 }),
      );
      gains.push(last(column(metrics, 'student.accuracy')) - last(column(metrics, 'control.accuracy')));
    }
    expect(gains.reduce((sum, gain) => sum + gain, 0) / gains.length).toBeGreaterThan(0.04);
  });

  it('trap: a student with no teacher is the control, to the last bit', async () => {
    const metrics = await train(planeConfig({ 'distill.loss': 'labelsOnly' }));
    expect(column(metrics, 'student.loss')).toEqual(column(metrics, 'control.loss'));
    expect(column(metrics, 'student.accuracy')).toEqual(column(metrics, 'control.accuracy'));
  });

  it('trap: the teacher does not move while the students learn', async () => {
    const training = await begin(planeConfig());
    while (training.phase === 'teacher') training.step();
    const before = (await training.save()).lanes.teacher;
    for (let i = 0; i < 20; i++) training.step();
    const after = (await training.save()).lanes.teacher;
    expect(after).toEqual(before);
    training.dispose();
  });

  it('student and control start from the same weights and see the same labelled batches', async () => {
    const training = await begin(planeConfig({ 'distill.alpha': 0 }));
    const { student, control } = (await training.save()).lanes;
    expect(student).toEqual(control);
    training.dispose();
    const metrics = await train(planeConfig({ 'distill.alpha': 0 }));
    column(metrics, 'student.loss').forEach((loss, i) => {
      expect(loss).toBeCloseTo(column(metrics, 'control.loss')[i] ?? Number.NaN, 5);
    });
  });

  it('the loss is (1 - alpha) of the labels plus alpha of the teacher', async () => {
    const alpha = 0.3;
    const metrics = await train(planeConfig({ 'distill.alpha': alpha }));
    const [labels, teacher] = [column(metrics, 'student.labelsTerm'), column(metrics, 'student.teacherTerm')];
    column(metrics, 'student.loss').forEach((loss, i) => {
      expect(loss).toBeCloseTo((1 - alpha) * (labels[i] ?? 0) + alpha * (teacher[i] ?? 0), 5);
    });
  });

  it('takes temperature, alpha and learning rate over with the next step', async () => {
    const training = await begin(planeConfig());
    while (training.lanes.student.step < 10) training.step();
    await training.flush();
    training.patch({ temperature: 8 });
    training.step();
    const warm = column((await training.flush()).metrics, 'student.teacherTerm');
    const same = await begin(planeConfig());
    while (same.lanes.student.step < 11) same.step();
    const cold = column((await same.flush()).metrics, 'student.teacherTerm');
    expect(warm).toHaveLength(1);
    expect(Math.abs(last(warm) - last(cold))).toBeGreaterThan(1e-3);
    training.patch({ learningRate: 0.00001, alpha: 0 });
    const before = (await training.save()).lanes.control.weights;
    training.step();
    const after = (await training.save()).lanes.control.weights;
    const moved = Math.max(
      ...before.flatMap((w, i) => [...w].map((x, k) => Math.abs(x - (after[i]?.[k] ?? 0)))),
    );
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(5e-5);
    training.dispose();
    same.dispose();
  });

  it('names the first loss that is not a number', async () => {
    const training = await begin(
      planeConfig({ 'train.optimizer': 'sgd', 'train.learningRate': 1, 'teacher.activation': 'relu' }),
    );
    training.patch({ learningRate: 1e30 });
    for (let i = 0; i < 10; i++) training.step();
    const { nonFinite } = await training.flush();
    expect(nonFinite?.column).toBe('teacher.loss');
    expect(nonFinite?.step).toBeLessThanOrEqual(10);
    training.dispose();
  });

  it('an untrained teacher is as good as chance, and the student follows it', async () => {
    const metrics = await train(
      planeConfig({ 'train.teacherSteps': 0, 'distill.alpha': 1, 'train.studentSteps': 200 }),
    );
    expect(column(metrics, 'teacher.loss')).toEqual([]);
    expect(last(column(metrics, 'student.agreement'))).toBeGreaterThan(0.9);
  });

  it.each(['relu', 'tanh', 'gelu'] as const)(
    'the gradient of a whole network agrees with finite differences (%s)',
    async (activation) => {
      const training = await begin(
        planeConfig({ 'teacher.hidden': [5, 4], 'teacher.activation': activation }),
      );
      const { model } = training.lanes.teacher;
      const x = tf.tensor2d([
        [0.3, -0.7],
        [1.1, 0.4],
        [-0.2, 0.9],
      ]);
      const y = tf.tensor2d([
        [1, 0],
        [0, 1],
        [0.5, 0.5],
      ]);
      const loss = () => crossEntropy(model.logits(x), y);
      const { grads } = tf.variableGrads(loss, [...model.variables]);
      const at = () => tf.tidy(() => loss().dataSync()[0] ?? Number.NaN);
      const h = 1e-2;
      for (const variable of model.variables) {
        const analytic = grads[variable.name]?.dataSync() ?? [];
        const original = Float32Array.from(variable.dataSync());
        original.forEach((value, i) => {
          const shifted = (by: number) => {
            const copy = Float32Array.from(original);
            copy[i] = value + by;
            tf.tidy(() => variable.assign(tf.tensor(copy, variable.shape)));
            return at();
          };
          const numeric = (shifted(h) - shifted(-h)) / (2 * h);
          expect(Math.abs(numeric - (analytic[i] ?? Number.NaN))).toBeLessThan(2e-3);
        });
        tf.tidy(() => variable.assign(tf.tensor(original, variable.shape)));
      }
      training.dispose();
    },
  );
});

describe('backends', () => {
  it('cpu and wasm end within a point of each other', async () => {
    const config = planeConfig({ 'train.teacherSteps': 200, 'train.studentSteps': 200 });
    const ends: Record<string, number[]> = {};
    for (const backend of ['cpu', 'wasm'] as const) {
      await useBackend(backend);
      const metrics = await train(config);
      ends[backend] = ['teacher', 'student', 'control'].map((lane) =>
        last(column(metrics, `${lane}.accuracy`)),
      );
    }
    ends.cpu?.forEach((accuracy, i) => {
      expect(Math.abs(accuracy - (ends.wasm?.[i] ?? Number.NaN))).toBeLessThanOrEqual(0.01);
    });
  });
});
