// Disputes of two lanes: their KL by its definition, their order, and places in texts that lead back to a question.

import { beforeAll, describe, expect, it } from 'vitest';
import { configFrom, type Settings } from '../../shared/config.ts';
import type { LanePair } from '../../shared/protocol/lanes.ts';
import type { SnapshotKind, SnapshotOf } from '../../shared/protocol/snapshots.ts';
import { type Watch, watchNothing } from '../../shared/protocol/watch.ts';
import { argMax, kl, softmax } from '../../shared/softmax.ts';
import { useBackend } from '../backend/backend.testing.ts';
import { tensorCount } from '../backend/internals.ts';
import { noSources } from '../tasks/sources.testing.ts';
import { loadTask } from '../tasks/task.ts';
import { createTraining } from '../train.ts';
import { makeSnapshot } from './snapshot.ts';

async function trained(settings: Settings) {
  const { config } = configFrom({ 'train.teacherSteps': 20, 'train.studentSteps': 20, ...settings });
  const task = await loadTask(config.task, config.seed, noSources);
  const training = createTraining(config, task);
  while (!training.done) training.step();
  await training.flush();
  const make = async <K extends SnapshotKind>(kind: K, request: Watch[K]) => {
    const watch = { ...watchNothing, [kind]: request };
    const snapshot: unknown = await makeSnapshot(kind, training, task, watch);
    return snapshot as SnapshotOf<K>;
  };
  return { training, task, make };
}

const experiments: [string, Settings, number | null][] = [
  ['points', { 'task.kind': 'plane', 'task.points': 100 }, 200],
  [
    'texts',
    {
      'task.kind': 'text',
      'task.corpus': 'bimodal',
      'task.blockSize': 8,
      'teacher.nEmbd': 16,
      'student.nEmbd': 8,
      'teacher.nLayer': 1,
      'student.nLayer': 1,
    },
    null,
  ],
];

describe.each(experiments)('disputes over %s', (_, settings, rows) => {
  beforeAll(() => useBackend('wasm'));

  it.each([
    ['teacher', 'student'],
    ['control', 'student'],
  ] as LanePair[])('%s ‖ %s: the largest KL first, and what each lane answers', async (first, second) => {
    const { training, make } = await trained(settings);
    const before = tensorCount();
    const snapshot = await make('disagreements', [first, second]);
    expect(tensorCount()).toBe(before);
    expect(snapshot.pair).toEqual([first, second]);
    if (rows !== null) expect(snapshot.rows).toBe(rows);
    const divergences = snapshot.items.map((item) => item.kl);
    expect(divergences).toEqual([...divergences].sort((a, b) => b - a));
    for (const { item, kl: said, predicted } of snapshot.items.slice(0, 5)) {
      const { logits } = await make('probe', item.probe);
      expect(said).toBeCloseTo(kl(softmax(logits[first], 1), softmax(logits[second], 1)), 3);
      expect(predicted[second]).toBe(argMax(logits[second]));
      expect(item.label).toBeGreaterThanOrEqual(0);
    }
    expect(snapshot.differing).toBeLessThanOrEqual(snapshot.rows);
    training.dispose();
  });
});
