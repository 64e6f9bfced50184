// The cost board's measurements: complete, without a trace on the device, and given up when nobody waits.

import { beforeAll, describe, expect, it } from 'vitest';
import { configFrom } from '../shared/config.ts';
import { laneIds } from '../shared/protocol/lanes.ts';
import type { SnapshotOf } from '../shared/protocol/snapshots.ts';
import { watchNothing } from '../shared/protocol/watch.ts';
import { useBackend } from './backend/backend.testing.ts';
import { tensorCount } from './backend/internals.ts';
import { makeSnapshot } from './snapshots/snapshot.ts';
import { noSources } from './tasks/sources.testing.ts';
import { loadTask } from './tasks/task.ts';
import { createTraining } from './train.ts';

const settings = {
  plane: { 'task.kind': 'plane', 'task.points': 100, 'train.teacherSteps': 40, 'train.studentSteps': 40 },
  text: {
    'task.kind': 'text',
    'task.corpus': 'bimodal',
    'task.blockSize': 8,
    'teacher.nEmbd': 16,
    'student.nEmbd': 8,
    'teacher.nLayer': 1,
    'student.nLayer': 1,
    'train.teacherSteps': 3,
    'train.studentSteps': 3,
  },
} as const;

describe.each(['plane', 'text'] as const)('cost of %s models', (kind) => {
  beforeAll(() => useBackend('wasm'));

  async function measured(isWanted: () => boolean) {
    const { config } = configFrom(settings[kind]);
    const task = await loadTask(config.task, config.seed, noSources);
    const training = createTraining(config, task);
    while (!training.done) training.step();
    await training.flush();
    const before = tensorCount();
    const watch = { ...watchNothing, cost: 7 };
    const snapshot = (await makeSnapshot(
      'cost',
      training,
      task,
      watch,
      isWanted,
    )) as SnapshotOf<'cost'> | null;
    expect(tensorCount()).toBe(before);
    training.dispose();
    return snapshot;
  }

  it('are measured for all lanes', async () => {
    const snapshot = await measured(() => true);
    expect(snapshot?.asked).toBe(7);
    expect(snapshot?.backend).toBe('wasm');
    for (const lane of laneIds) {
      const { latencies = [], scores } = snapshot?.lanes[lane] ?? {};
      expect(latencies.map(({ batch }) => batch)).toEqual([1, 64]);
      for (const { medianMs, p95Ms, readings } of latencies) {
        expect(medianMs).toBeGreaterThan(0);
        expect(p95Ms).toBeGreaterThanOrEqual(medianMs);
        expect(readings).toBeGreaterThanOrEqual(10);
      }
      // Eight bits cost next to nothing: their loss is that of all bits to a few thousandths.
      expect(Math.abs((scores?.int8.loss ?? Number.NaN) - (scores?.fp32.loss ?? 0))).toBeLessThan(0.02);
      expect(scores?.int4.loss).toBeGreaterThan(0);
    }
  });

  it('are given up once nobody waits', async () => {
    expect(await measured(() => false)).toBeNull();
  });
});
