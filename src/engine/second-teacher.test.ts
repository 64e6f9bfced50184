// The second teacher: measured, resumed, and without any influence on the run it stands beside.

import { beforeAll, describe, expect, it } from 'vitest';
import { type Config, configFrom, type Settings } from '../shared/config.ts';
import type { SnapshotOf } from '../shared/protocol/snapshots.ts';
import { type Metrics, metricTables } from '../shared/protocol/status.ts';
import { type FidelitySet, watchNothing } from '../shared/protocol/watch.ts';
import { useBackend } from './backend/backend.testing.ts';
import { tensorCount } from './backend/internals.ts';
import { trainLoop } from './loop.ts';
import { makeSnapshot } from './snapshots/snapshot.ts';
import { noSources } from './tasks/sources.testing.ts';
import { loadTask, type TaskData } from './tasks/task.ts';
import { createTraining, type StartFrom, type Training } from './train.ts';

const config = (settings: Settings = {}): Config =>
  configFrom({
    'task.kind': 'plane',
    'task.points': 200,
    'train.teacherSteps': 60,
    'train.studentSteps': 20,
    'train.batchSize': 32,
    ...settings,
  }).config;
const withSecond = { 'train.secondTeacher': true };

const begin = async (settings: Settings, from: StartFrom = {}) => {
  const made = config(settings);
  const task = await loadTask(made.task, made.seed, noSources);
  return { task, training: createTraining(made, task, from) };
};

async function finish(settings: Settings, from: StartFrom = {}): Promise<Metrics[]> {
  const { training } = await begin(settings, from);
  const metrics: Metrics[] = [];
  for await (const log of trainLoop(training)) metrics.push(...log.metrics);
  training.dispose();
  return metrics;
}

const measured = async (training: Training, task: TaskData, set: FidelitySet) =>
  (await makeSnapshot('fidelity', training, task, {
    ...watchNothing,
    fidelity: set,
  })) as SnapshotOf<'fidelity'> | null;

const rowsOf = (metrics: readonly Metrics[], table: keyof typeof metricTables): number[] =>
  metrics.filter((part) => part.table === table).flatMap(({ values }) => [...values]);

describe('a second teacher', () => {
  beforeAll(() => useBackend('wasm'));

  it('changes nothing of the run, to the last bit', async () => {
    const [alone, beside] = [await finish({}), await finish(withSecond)];
    for (const table of ['teacherLoss', 'teacherScore', 'studentLoss', 'studentScore'] as const) {
      expect(rowsOf(beside, table)).toEqual(rowsOf(alone, table));
    }
    expect(rowsOf(alone, 'secondScore')).toEqual([]);
  });

  it('learns as well as the first, and is another one', async () => {
    const width = metricTables.secondScore.length;
    const [step, accuracy, , agreement = 0, kl = 0] = rowsOf(await finish(withSecond), 'secondScore').slice(
      -width,
    );
    expect(step).toBe(60);
    expect(accuracy).toBeGreaterThan(0.7);
    expect(agreement).toBeGreaterThan(0.7);
    expect(kl).toBeGreaterThan(1e-4);
  });

  it('goes on from a checkpoint as if it had never stopped', async () => {
    const whole = rowsOf(await finish(withSecond), 'secondScore');
    const { training } = await begin(withSecond);
    for (let i = 0; i < 30; i++) training.step();
    const before = rowsOf((await training.flush()).metrics, 'secondScore');
    const checkpoint = await training.save();
    training.dispose();
    expect([...before, ...rowsOf(await finish(withSecond, { checkpoint }), 'secondScore')]).toEqual(whole);
  });

  it('stands beside the lanes in the measure of fidelity, on every set', async () => {
    const before = tensorCount();
    const { training, task } = await begin({ ...withSecond, 'distill.labels': 6 });
    for (let i = 0; i < 70; i++) training.step();
    const held = tensorCount();
    const [validation, seen, unseen] = [
      await measured(training, task, 'validation'),
      await measured(training, task, 'seen'),
      await measured(training, task, 'unseen'),
    ];
    expect(tensorCount()).toBe(held);
    expect([validation?.of, seen?.of, unseen?.of]).toEqual([200, 6, 194]);
    expect(validation?.lanes?.teacher.agreement).toBe(1);
    expect(validation?.lanes?.teacher.kl).toBeCloseTo(0, 6);
    expect(validation?.second?.agreement).toBeGreaterThan(0.7);
    expect(unseen?.lanes?.control.rows).toBe(194);
    training.dispose();
    expect(tensorCount()).toBe(before);
  });

  it('there is no hidden label where all are in sight', async () => {
    const { training, task } = await begin({ 'distill.labels': 200 });
    expect(await measured(training, task, 'unseen')).toMatchObject({ of: 0, lanes: null, second: null });
    training.dispose();
  });
});
