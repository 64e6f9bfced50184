// Error by place against a recount with plain arithmetic; tokens are told without a model.

import { beforeAll, describe, expect, it } from 'vitest';
import { configFrom } from '../../shared/config.ts';
import { kl, softmax } from '../../shared/softmax.ts';
import { useBackend } from '../backend/backend.testing.ts';
import { tensorCount } from '../backend/internals.ts';
import { noSources } from '../tasks/sources.testing.ts';
import { loadTask, type TokenTask } from '../tasks/task.ts';
import * as tf from '../tf.ts';
import { createTraining } from '../train.ts';
import { exposure } from './exposure.ts';
import { tokensOf } from './tokens.ts';

async function begin(settings: Record<string, string | number> = {}) {
  const { config } = configFrom({
    'task.kind': 'text',
    'task.digits': 1,
    'teacher.nEmbd': 16,
    'teacher.nLayer': 1,
    'student.nEmbd': 16,
    'student.nLayer': 1,
    'train.batchSize': 8,
    'train.teacherSteps': 5,
    'train.studentSteps': 5,
    'train.evalEvery': 5,
    ...settings,
  });
  const task = (await loadTask(config.task, config.seed, noSources)) as TokenTask;
  const training = createTraining(config, task);
  while (!training.done) training.step();
  await training.flush();
  return { training, task };
}

const always = () => true;

describe('error by place', () => {
  beforeAll(() => useBackend('wasm'));

  it('behind the corpus is KL(teacher || lane) of the places that count, averaged', async () => {
    const { training, task } = await begin();
    const before = tensorCount();
    const snapshot = await exposure(training, task, true, always);
    expect(tensorCount()).toBe(before);
    const sums = new Array<number>(task.inputs).fill(0);
    const totals = new Array<number>(task.inputs).fill(0);
    for (let row = 0; row < (snapshot?.windows ?? 0); row++) {
      const { tokens, counts } = task.validation.at(row);
      const x = tf.tensor2d(Array.from(tokens.subarray(0, task.inputs)), [1, task.inputs], 'int32');
      const [t, s] = (['teacher', 'student'] as const).map((lane) =>
        training.lanes[lane].model.logits(x).arraySync(),
      );
      counts.forEach((weight, place) => {
        const distance = kl(softmax(t?.[place] ?? [], 1), softmax(s?.[place] ?? [], 1));
        sums[place] = (sums[place] ?? 0) + weight * distance;
        totals[place] = (totals[place] ?? 0) + weight;
      });
    }
    snapshot?.lanes.student.corpus.forEach((value, place) => {
      if (totals[place] === 0) expect(value).toBeNaN();
      else expect(value).toBeCloseTo((sums[place] ?? 0) / (totals[place] ?? 1), 4);
    });
    training.dispose();
  });

  it('behind own words begins after what was given, and is the same each time', async () => {
    const { training, task } = await begin({ 'task.corpus': 'grammar', 'task.blockSize': 12 });
    const [first, second] = [
      await exposure(training, task, true, always),
      await exposure(training, task, true, always),
    ];
    expect(second).toEqual(first);
    const own = first?.lanes.student.own ?? new Float32Array();
    const given = (first?.prompt ?? 0) - 1;
    expect(Array.from(own.subarray(0, given)).every(Number.isNaN)).toBe(true);
    expect(Array.from(own.subarray(given)).every((value) => value >= 0)).toBe(true);
    training.dispose();
  });

  it('is nothing of other tasks', async () => {
    const { config } = configFrom({ 'task.kind': 'plane' });
    const task = await loadTask(config.task, 1, noSources);
    expect(await exposure(null as never, task, true, always)).toBeNull();
    expect(tokensOf(task, 'x')).toBeNull();
  });
});

describe('a text cut into tokens', () => {
  it('says what was left out', async () => {
    const { config } = configFrom({ 'task.kind': 'text', 'task.digits': 1 });
    const task = await loadTask(config.task, 1, noSources);
    expect(tokensOf(task, '3+4=7\n')).toMatchObject({
      complete: true,
      labels: ['3', '+', '4', '=', '7', '↵'],
    });
    expect(tokensOf(task, 'three')).toMatchObject({ complete: false, ids: [] });
  });
});
