// Proof that a training keeps on the device what it needs, and nothing else.

import { beforeAll, describe, expect, it } from 'vitest';
import { configFrom } from '../shared/config.ts';
import { memoryOf } from '../shared/memory.ts';
import type { Phase } from '../shared/protocol/lanes.ts';
import { useBackend } from './backend/backend.testing.ts';
import { tensorCount } from './backend/internals.ts';
import { uploadTask } from './data/data.ts';
import type { Lane } from './lane.ts';
import { noSources } from './tasks/sources.testing.ts';
import { loadTask } from './tasks/task.ts';
import * as tf from './tf.ts';
import { createTraining, type Training } from './train.ts';
import { begin, planeConfig } from './training.testing.ts';

describe.each(['wasm', 'cpu'] as const)('a training on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('holds as many tensors after hundreds of steps as after ten', async () => {
    const config = planeConfig({
      'task.points': 60,
      'train.batchSize': 8,
      'train.teacherSteps': 5,
      'train.studentSteps': 310,
      'teacher.hidden': [4],
      'student.hidden': [3],
      'train.evalEvery': 100,
    });
    const training = await begin(config);
    for (let i = 0; i < 15; i++) training.step();
    await training.flush();
    const before = tensorCount();
    while (!training.done) {
      training.step();
      if (training.lanes.student.step % 100 === 5) await training.flush();
    }
    await training.flush();
    expect(tensorCount()).toBe(before);
    training.dispose();
  });

  it('frees everything over start and reset cycles', async () => {
    const before = tensorCount();
    for (let cycle = 0; cycle < 3; cycle++) {
      const training = await begin(planeConfig());
      for (let i = 0; i < 70; i++) training.step();
      training.patch({ temperature: 3 });
      await training.save();
      training.dispose();
    }
    expect(tensorCount()).toBe(before);
  });
});

const heldBytes = (): number => tf.memory().numBytes;
const weightBytes = ({ model }: Lane): number => model.variables.reduce((sum, { size }) => sum + 4 * size, 0);

/** Takes all steps of a phase; bytes that the last of them gave up. */
async function freedBy(training: Training, phase: Phase): Promise<number> {
  let before = Number.NaN;
  while (training.phase === phase) {
    await training.flush();
    before = heldBytes();
    training.step();
  }
  await training.flush();
  return before - heldBytes();
}

describe('memory', () => {
  beforeAll(() => useBackend('wasm'));

  it.each([
    ['sgd', 0],
    ['momentum', 1],
    ['adam', 2],
  ] as const)('what %s remembers of a model goes as soon as that has learnt', async (optimizer, slots) => {
    const config = planeConfig({
      'train.optimizer': optimizer,
      'train.secondTeacher': true,
      'train.teacherSteps': 5,
      'assistant.kind': 'mlp',
      'train.assistantSteps': 5,
    });
    const before = heldBytes();
    const training = await begin(config);
    const { lanes, second, assistant } = training;
    if (second === null || assistant === null)
      throw new Error('a second teacher and an assistant are missing');
    const ofTeachers = weightBytes(lanes.teacher) + weightBytes(second.lane);
    expect(await freedBy(training, 'teacher')).toBe(slots * ofTeachers);
    expect(await freedBy(training, 'assistant')).toBe(slots * weightBytes(assistant));
    const checkpoint = await training.save();
    for (const state of [checkpoint.lanes.teacher, checkpoint.second, checkpoint.assistant])
      expect(state?.slots).toEqual([]);
    expect(checkpoint.lanes.student.slots).toHaveLength(slots * lanes.student.model.variables.length);
    training.step();
    await training.flush();
    const held = heldBytes() - before;
    training.dispose();
    expect(heldBytes()).toBe(before);
    // One that goes on from there holds as much.
    const resumed = await begin(config, { checkpoint });
    resumed.step();
    await resumed.flush();
    expect(heldBytes() - before).toBe(held);
    resumed.dispose();
  });

  it.each([
    {},
    { 'task.corpus': 'grammar', 'train.batchSize': 8, 'teacher.nLayer': 1, 'teacher.nEmbd': 128 },
    { 'task.corpus': 'fables', 'task.blockSize': 32, 'train.batchSize': 8, 'distill.source': 'teacher' },
    { 'train.batchSize': 16, 'student.nEmbd': 48, 'student.nLayer': 3, 'distill.loss2': 'attention' },
    { 'train.batchSize': 128, 'distill.loss': 'topKKl', 'distill.loss2': 'hint', 'distill.lambda': 0.5 },
    { 'assistant.kind': 'gpt', 'assistant.nEmbd': 48, 'train.assistantSteps': 2, 'student.dropout': 0.1 },
  ] as const)(
    'that language models take is no more than was told before Run, and not far from it: %o',
    async (settings) => {
      const { config, problems } = configFrom({
        'task.kind': 'text',
        'train.teacherSteps': 2,
        'train.studentSteps': 2,
        ...settings,
      });
      expect(problems).toEqual([]);
      const task = await loadTask(config.task, config.seed, noSources);
      const before = heldBytes();
      const data = uploadTask(task);
      const ofData = heldBytes() - before;
      data.dispose();
      const training = createTraining(config, task);
      let most = 0;
      while (!training.done) {
        const { peakBytes } = await tf.profile(() => training.step());
        most = Math.max(most, peakBytes - before - ofData);
      }
      training.dispose();
      const told = memoryOf(config, { ...task, isFused: true }).total;
      expect(most).toBeLessThanOrEqual(told);
      expect(most).toBeGreaterThan(told / 4);
    },
  );
});
