// Proof that a training goes on from what was kept of it: a checkpoint, or its teacher alone.

import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from './backend/backend.testing.ts';
import { begin, column, planeConfig, train } from './training.testing.ts';

describe('a training', () => {
  beforeAll(() => useBackend('wasm'));

  it('goes on from a checkpoint as if it had never stopped', async () => {
    const whole = await train(planeConfig());
    for (const stopAfter of [25, 85]) {
      const training = await begin(planeConfig());
      for (let i = 0; i < stopAfter; i++) training.step();
      const before = (await training.flush()).metrics;
      const checkpoint = await training.save();
      training.dispose();
      const after = await train(planeConfig(), { checkpoint });
      for (const name of ['teacher.loss', 'student.loss', 'control.loss']) {
        expect([...column(before, name), ...column(after, name)]).toEqual(column(whole, name));
      }
    }
  });

  it('a kept teacher gives the students the same lessons as a fresh one', async () => {
    const whole = await train(planeConfig());
    const training = await begin(planeConfig());
    while (training.phase === 'teacher') training.step();
    const teacher = { state: (await training.save()).lanes.teacher, second: null, metrics: [] };
    training.dispose();
    const after = await train(planeConfig(), { teacher });
    expect(column(after, 'teacher.loss')).toEqual([]);
    expect(column(after, 'student.loss')).toEqual(column(whole, 'student.loss'));
  });
});
