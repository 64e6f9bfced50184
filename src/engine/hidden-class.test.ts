// A hidden class: student and control never meet it, the bias changes answers alone, and the distilled student knows it.

import { beforeAll, describe, expect, it } from 'vitest';
import { type Config, configFrom, type Settings } from '../shared/config.ts';
import { presetConfig, presets } from '../shared/presets.ts';
import type { LaneId } from '../shared/protocol/lanes.ts';
import { metricTables } from '../shared/protocol/status.ts';
import { useBackend } from './backend/backend.testing.ts';
import { labelledExamples, metExamples } from './data/visible.ts';
import { portableLane } from './portable.ts';
import { forEachLane } from './snapshots/lanes.ts';
import { noSources } from './tasks/sources.testing.ts';
import { loadTask, type VectorTask } from './tasks/task.ts';
import * as tf from './tf.ts';
import { createTraining, type Training } from './train.ts';
import { begin } from './training.testing.ts';

const blobs = (settings: Settings = {}): Config =>
  configFrom({
    'task.kind': 'plane',
    'task.shape': 'blobs',
    'task.classes': 4,
    'train.teacherSteps': 60,
    'train.studentSteps': 60,
    ...settings,
  }).config;

/** The scores of student and control that were measured last, by column. */
async function scores(training: Training): Promise<Readonly<Record<string, number>>> {
  const { metrics } = await training.flush();
  const last = (table: 'studentScore' | 'studentHidden', columns: readonly string[]) => {
    const values = metrics.findLast((part) => part.table === table)?.values ?? new Float32Array();
    return columns.map((name, i) => [name, values[values.length - columns.length + i] ?? Number.NaN]);
  };
  return Object.fromEntries([
    ...last('studentScore', metricTables.studentScore),
    ...last('studentHidden', metricTables.studentHidden),
  ]) as Record<string, number>;
}

async function finish(training: Training): Promise<Readonly<Record<string, number>>> {
  while (!training.done) training.step();
  return scores(training);
}

const weightsOf = async (training: Training, lane: LaneId) =>
  (await training.lanes[lane].save()).weights.map((array) => [...array]);

beforeAll(() => useBackend('wasm'));

describe('a hidden class', () => {
  it('is in none of the examples that the student may meet', async () => {
    const task = (await loadTask(blobs().task, 1, noSources)) as VectorTask;
    const isHidden = (example: number) => task.train.labels[example] === 2;
    const met = metExamples(task, 2);
    expect([...met].some(isHidden)).toBe(false);
    expect(met.length).toBe(task.train.size - [...task.train.labels].filter((label) => label === 2).length);
    // More labels than there are: those of all others.
    expect(labelledExamples(task, 10_000, 1, 2)).toHaveLength(met.length);
    expect([...labelledExamples(task, 10_000, 1, 2)].some(isHidden)).toBe(false);
    expect([...task.validation.labels]).toContain(2);
  });

  it('is refused by its number where the task has none of it', async () => {
    await expect(begin(blobs({ 'distill.hiddenClass': 5 }))).rejects.toThrowError('Class 5 cannot be hidden');
  });

  it('leaves the teacher as it is, to the bit', async () => {
    const [plain, hidden] = [await begin(blobs()), await begin(blobs({ 'distill.hiddenClass': 3 }))];
    await finish(plain);
    await finish(hidden);
    expect(await weightsOf(hidden, 'teacher')).toEqual(await weightsOf(plain, 'teacher'));
    expect(await weightsOf(hidden, 'student')).not.toEqual(await weightsOf(plain, 'student'));
    plain.dispose();
    hidden.dispose();
  });

  it('is asked of a teacher too that learnt in a run without one', async () => {
    const plain = await begin(blobs());
    await finish(plain);
    const { state, second } = { state: await plain.lanes.teacher.save(), second: null };
    plain.dispose();
    const config = blobs({ 'distill.hiddenClass': 3 });
    const task = await loadTask(config.task, config.seed, noSources);
    const training = createTraining(config, task, { teacher: { state, second, metrics: [] } });
    training.step();
    const { metrics } = await training.flush();
    const rows = metrics.find(({ table }) => table === 'teacherHidden')?.values;
    expect(rows).toHaveLength(2);
    expect(rows?.[0]).toBe(60);
    expect(rows?.[1]).toBeGreaterThan(0.5);
    training.dispose();
  });
});

describe('the bias of a hidden class', () => {
  it('changes no weight, to the bit, and every answer of student and control', async () => {
    const settings = { 'distill.hiddenClass': 3 };
    const [plain, raised] = [
      await begin(blobs(settings)),
      await begin(blobs({ ...settings, 'distill.hiddenBias': 8 })),
    ];
    const before = await finish(plain);
    const after = await finish(raised);
    for (const lane of ['teacher', 'student', 'control'] as const)
      expect(await weightsOf(raised, lane)).toEqual(await weightsOf(plain, lane));
    expect(after['student.hiddenAccuracy']).toBeGreaterThan(before['student.hiddenAccuracy'] ?? 1);
    for (const lane of ['student', 'control']) {
      expect(after[`${lane}.plainHidden`]).toBe(before[`${lane}.hiddenAccuracy`]);
      expect(after[`${lane}.plainAccuracy`]).toBe(before[`${lane}.accuracy`]);
    }
    const x = tf.tensor2d([0.3, 0.2], [1, 2]);
    const [without, withIt, learnt] = [
      await forEachLane(plain, x),
      await forEachLane(raised, x),
      await forEachLane(raised, x, { plain: true }),
    ];
    x.dispose();
    expect(withIt.teacher).toEqual(without.teacher);
    expect(learnt).toEqual(without);
    for (const lane of ['student', 'control'] as const) {
      expect(withIt[lane][2]).toBeCloseTo((without[lane][2] ?? 0) + 8, 5);
      expect(withIt[lane][1]).toBe(without[lane][1]);
    }
    plain.dispose();
    raised.dispose();
  });

  it('can be turned when all is learnt, and is then as if it had been there from the start', async () => {
    const [turned, set] = [
      await begin(blobs({ 'distill.hiddenClass': 3 })),
      await begin(blobs({ 'distill.hiddenClass': 3, 'distill.hiddenBias': 1.5 })),
    ];
    await finish(turned);
    turned.patch({ hiddenBias: 1.5 });
    turned.scoreAgain();
    expect(await scores(turned)).toEqual(await finish(set));
    turned.dispose();
    set.dispose();
  });

  it('goes along with a saved student, and not with a saved teacher', async () => {
    const config = blobs({ 'distill.hiddenClass': 3, 'distill.hiddenBias': 2 });
    const task = await loadTask(config.task, config.seed, noSources);
    const training = createTraining(config, task);
    await finish(training);
    const { lanes } = await training.save();
    const output = (lane: LaneId) => {
      const { tensors } = portableLane(config, task, lane, lanes[lane]);
      return [tensors[tensors.length - 1]?.values ?? [], lanes[lane].weights.at(-1) ?? []];
    };
    const [saved = [], learnt = []] = output('student');
    expect(saved[2]).toBeCloseTo((learnt[2] ?? 0) + 2, 5);
    expect(saved[1]).toBe(learnt[1]);
    const [teacher, learntToo] = output('teacher');
    expect(teacher).toEqual(learntToo);
    training.dispose();
  });
});

describe('the preset of the hidden class', () => {
  it('shows a student that knows what it never met, and a control that does not', async () => {
    const preset = presets.find(({ id }) => id === 'hidden-class');
    if (preset === undefined) throw new Error('there is no such preset');
    const training = await begin(presetConfig(preset));
    const before = await finish(training);
    // It does not say so by itself: nothing that it learnt was ever of this class.
    expect(before['student.hiddenAccuracy']).toBeLessThan(0.3);
    training.patch({ hiddenBias: 3 });
    training.scoreAgain();
    const after = await scores(training);
    expect(after['student.hiddenAccuracy']).toBeGreaterThan(0.75);
    expect(after['student.accuracy']).toBeGreaterThan((before['student.accuracy'] ?? 1) + 0.05);
    expect(after['control.hiddenAccuracy']).toBeLessThan(0.1);
    training.dispose();
  });
});
