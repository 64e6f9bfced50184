// The teaching assistant: it learns between teacher and students, teaches the student in the teacher's place, and leaves
// everything as it was where there is none.

import { beforeAll, describe, expect, it } from 'vitest';
import { type Config, configFrom, type Settings } from '../shared/config.ts';
import type { Checkpoint } from '../shared/protocol/lanes.ts';
import type { Metrics } from '../shared/protocol/status.ts';
import { useBackend } from './backend/backend.testing.ts';
import { tensorCount } from './backend/internals.ts';
import type { Training } from './train.ts';
import { begin, finish } from './training.testing.ts';
import { xray } from './xray.ts';

function configOf(settings: Settings = {}): Config {
  const { config, problems } = configFrom({
    'task.kind': 'plane',
    'assistant.kind': 'mlp',
    'train.teacherSteps': 30,
    'train.assistantSteps': 30,
    'train.studentSteps': 30,
    'train.evalEvery': 10,
    ...settings,
  });
  expect(problems).toEqual([]);
  return config;
}

type LaneName = 'teacher' | 'student' | 'control';
const weightsOf = ({ lanes }: Checkpoint, lane: LaneName) => lanes[lane].weights.map((array) => [...array]);
const stepTo = (training: Training, phase: Training['phase']): void => {
  while (training.phase !== phase) training.step();
};

beforeAll(() => useBackend('wasm'));

describe('a teaching assistant', () => {
  it('learns between the teacher and the students, and is measured as they are', async () => {
    const training = await begin(configOf());
    const phases: string[] = [];
    while (!training.done) {
      phases.push(training.phase);
      training.step();
    }
    expect(phases).toEqual(['teacher', 'assistant', 'students'].flatMap((phase) => Array(30).fill(phase)));
    const { metrics } = await training.flush();
    const rows = (table: Metrics['table'], width: number) =>
      metrics
        .filter((part) => part.table === table)
        .reduce((sum, { values }) => sum + values.length / width, 0);
    expect(rows('assistantLoss', 4)).toBe(30);
    expect(rows('assistantScore', 5)).toBe(4);
    training.dispose();
  });

  it('is of no account where there is none', async () => {
    const training = await begin(configOf({ 'assistant.kind': 'none' }));
    expect(training.assistant).toBeNull();
    stepTo(training, 'students');
    expect(training.lanes.student.step).toBe(0);
    expect((await training.save()).assistant).toBeUndefined();
    training.dispose();
  });

  it('teaches the student and leaves the control alone', async () => {
    const [without, withIt] = [await begin(configOf({ 'assistant.kind': 'none' })), await begin(configOf())];
    await finish(without);
    await finish(withIt);
    const [before, after] = [await without.save(), await withIt.save()];
    expect(weightsOf(after, 'teacher')).toEqual(weightsOf(before, 'teacher'));
    expect(weightsOf(after, 'control')).toEqual(weightsOf(before, 'control'));
    expect(weightsOf(after, 'student')).not.toEqual(weightsOf(before, 'student'));
    without.dispose();
    withIt.dispose();
  });

  it.each([
    ['points', {}],
    ['a loss that looks inside', { 'distill.loss': 'hint', 'distill.loss2': 'forwardKl' }],
    [
      'texts',
      {
        'task.kind': 'text',
        'task.digits': 1,
        'teacher.nEmbd': 16,
        'teacher.nLayer': 1,
        'student.nEmbd': 8,
        'student.nLayer': 1,
        'student.nHead': 2,
        'assistant.kind': 'gpt',
        'assistant.nEmbd': 12,
        'assistant.nLayer': 1,
        'assistant.nHead': 2,
        'distill.labels': 40,
        'train.batchSize': 6,
        'train.warmupSteps': 5,
      },
    ],
  ] as const)(
    'with the teacher itself for a control, that is the student of before: %s',
    async (_name, settings) => {
      const short = {
        ...settings,
        'train.teacherSteps': 6,
        'train.assistantSteps': 6,
        'train.studentSteps': 6,
      };
      const {
        'assistant.nEmbd': _w,
        'assistant.nLayer': _l,
        'assistant.nHead': _h,
        ...plain
      } = short as Settings;
      const alone = await begin(configOf({ ...plain, 'assistant.kind': 'none' }));
      const beside = await begin(
        configOf({ 'assistant.kind': 'mlp', ...short, 'distill.control': 'direct' }),
      );
      await finish(alone);
      await finish(beside);
      const [before, after] = [await alone.save(), await beside.save()];
      // To the bit: what the gain shows is the assistant's alone.
      expect(weightsOf(after, 'control')).toEqual(weightsOf(before, 'student'));
      alone.dispose();
      beside.dispose();
    },
  );

  it('goes on from a checkpoint of any phase as if it had never stopped', async () => {
    const config = configOf({ 'distill.control': 'direct' });
    const whole = await begin(config);
    await finish(whole);
    const expected = await whole.save();
    whole.dispose();
    for (const steps of [10, 40, 75]) {
      const first = await begin(config);
      for (let step = 0; step < steps; step++) first.step();
      const saved = await first.save();
      first.dispose();
      const second = await begin(config, { checkpoint: saved });
      await finish(second);
      const after = await second.save();
      for (const lane of ['teacher', 'student', 'control'] as const)
        expect(weightsOf(after, lane)).toEqual(weightsOf(expected, lane));
      expect(after.assistant?.weights).toEqual(expected.assistant?.weights);
      second.dispose();
    }
  });

  it('holds no more tensors at its end than at its beginning, and none when it is gone', async () => {
    const before = tensorCount();
    const training = await begin(configOf({ 'distill.control': 'direct', 'distill.loss': 'dkd' }));
    stepTo(training, 'assistant');
    for (let i = 0; i < 11; i++) training.step();
    await training.flush();
    const early = tensorCount();
    for (let i = 0; i < 10; i++) training.step();
    await training.flush();
    expect(tensorCount()).toBe(early);
    stepTo(training, 'students');
    for (let i = 0; i < 11; i++) training.step();
    await training.flush();
    const later = tensorCount();
    for (let i = 0; i < 10; i++) training.step();
    await training.flush();
    expect(tensorCount()).toBe(later);
    training.dispose();
    expect(tensorCount()).toBe(before);
  });

  it('takes over live settings in every phase, and so does a control that the teacher teaches', async () => {
    const alone = await begin(configOf({ 'assistant.kind': 'none' }));
    const beside = await begin(configOf({ 'distill.control': 'direct' }));
    for (const training of [alone, beside]) {
      stepTo(training, 'students');
      training.patch({ temperature: 5, alpha: 0.5 });
      await finish(training);
    }
    expect(weightsOf(await beside.save(), 'control')).toEqual(weightsOf(await alone.save(), 'student'));
    alone.dispose();
    beside.dispose();
  });

  it('can be looked through: a control that the teacher teaches has two sides of its loss', async () => {
    const training = await begin(configOf({ 'distill.control': 'direct', 'distill.alpha': 0.6 }));
    expect(await xray(() => training.next(), 'direct')).toBeNull();
    stepTo(training, 'students');
    training.step();
    const seen = await xray(() => training.next(), 'direct');
    expect(seen?.control.terms.map(({ side }) => side)).toEqual(['labels', 'teacher']);
    // Before the first update both are the same network on the same labels.
    expect(seen?.control.terms[0]?.weight).toBeCloseTo(0.4, 6);
    for (const { value, norm } of seen?.control.terms ?? []) {
      expect(value).toBeGreaterThan(0);
      expect(norm).toBeGreaterThan(0);
    }
    training.dispose();
  });
});
