// The catalogue, walked: every loss trains every task it is offered for, is refused elsewhere with a reason, and several
// train together.

import { beforeAll, describe, expect, it } from 'vitest';
import { lossIds, lossRow } from '../../shared/catalog/losses.ts';
import { taskKinds } from '../../shared/catalog/tasks.ts';
import { configFrom, liveValues, type Settings, specsFor } from '../../shared/config.ts';
import { fromHash, toHash } from '../../shared/link.ts';
import { useBackend } from '../backend/backend.testing.ts';
import { tensorCount } from '../backend/internals.ts';
import { noSources } from '../tasks/sources.testing.ts';
import type { TaskData } from '../tasks/task.ts';
import { createTraining, type Training } from '../train.ts';
import { loadAll, offered, trainOffered } from './catalogue.testing.ts';

let data: Record<(typeof taskKinds)[number], TaskData>;

async function train(settings: Settings): Promise<{ training: Training; terms: number[] }> {
  const { config, problems } = configFrom({
    'task.kind': 'plane',
    'task.points': 60,
    'distill.labels': 12,
    'train.batchSize': 8,
    'train.teacherSteps': 5,
    'train.studentSteps': 40,
    ...settings,
  });
  expect(problems).toEqual([]);
  const training = createTraining(config, data[config.task.kind]);
  while (training.phase === 'teacher') training.step();
  await training.flush();
  training.step();
  const { metrics } = await training.flush();
  const terms = metrics.find(({ table }) => table === 'studentLoss');
  return { training, terms: [...(terms?.values ?? [])].slice(0, 5) };
}

describe.each(['cpu', 'wasm'] as const)('the catalogue on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
    data = await loadAll(noSources.corpus);
  });

  it('offers every loss somewhere, and each task most of them', () => {
    expect([...new Set(offered.map(({ loss }) => loss))].sort()).toEqual([...lossIds].sort());
    for (const kind of taskKinds)
      expect(offered.filter(({ task }) => task === kind).length).toBeGreaterThan(13);
  });

  // The same operations as on the plane, and by far the largest matrices: one backend will do.
  const walked = offered.filter(({ task }) => backend === 'wasm' || task !== 'intents');
  it.each(walked)('$loss trains on $task', async (row) => {
    const [, , labels, teacher] = await trainOffered(row, data[row.task]);
    expect(labels).toBeGreaterThan(0);
    if (row.loss !== 'labelsOnly') expect(Math.abs(teacher ?? 0)).toBeGreaterThan(1e-6);
  });
});

describe('terms', () => {
  beforeAll(() => useBackend('wasm'));

  it('are summed with their weights: the loss is (1 - alpha) CE + alpha (w D + w2 D2 + w3 D3)', async () => {
    const alone = async (loss: string) => {
      const { training, terms } = await train({ 'distill.loss': loss });
      training.dispose();
      return terms[3] ?? Number.NaN;
    };
    const { training, terms } = await train({
      'distill.loss': 'reverseKl',
      'distill.weight': 2,
      'distill.loss2': 'logitMse',
      'distill.weight2': 0.5,
      'distill.loss3': 'hint',
      'distill.weight3': 3,
      'distill.alpha': 0.4,
    });
    training.dispose();
    const [, loss, labels, teacher] = terms as [number, number, number, number];
    // The projector of a third term is drawn for the third term: its value is what is left.
    const others = 2 * (await alone('reverseKl')) + 0.5 * (await alone('logitMse'));
    expect(teacher).toBeGreaterThan(others);
    expect(loss).toBeCloseTo(0.6 * labels + 0.4 * teacher, 5);
  });

  it('take their weights and parameters over with the next step, and other forms too', async () => {
    // All points in every batch, so that steps can be compared.
    const { training } = await train({
      'distill.loss': 'jsd',
      'distill.loss2': 'logitMse',
      'train.batchSize': 60,
    });
    const { config } = training;
    const teacherTerm = async (distill: object) => {
      const changed = { ...config, distill: { ...config.distill, ...distill } };
      training.patch({ ...liveValues(changed), learningRate: 1e-5 });
      training.step();
      const { metrics } = await training.flush();
      return metrics.find(({ table }) => table === 'studentLoss')?.values[3] ?? Number.NaN;
    };
    const before = await teacherTerm({});
    expect(await teacherTerm({ weight2: 100 })).toBeGreaterThan(2 * before);
    expect(await teacherTerm({ beta: 0.01 })).toBeLessThan(before);
    expect(await teacherTerm({ over2: 'sum' })).toBeGreaterThan(1.1 * before);
    training.dispose();
  });

  it('a trained projector moves, is saved, comes back, and is freed', async () => {
    const count = tensorCount();
    const { training } = await train({ 'distill.loss': 'hint', 'distill.alpha': 1 });
    const first = await training.save();
    for (let i = 0; i < 5; i++) training.step();
    const second = await training.save();
    const [student, control] = [second.lanes.student, second.lanes.control];
    expect(student.weights.length).toBe(control.weights.length + 2);
    const projector = (saved: typeof first) => [...(saved.lanes.student.weights.at(-2) ?? [])];
    expect(projector(second)).not.toEqual(projector(first));
    const again = createTraining(training.config, data.plane, { checkpoint: second });
    expect(projector(await again.save())).toEqual(projector(second));
    for (const one of [training, again]) one.step();
    expect(await again.save()).toEqual(await training.save());
    again.dispose();
    training.dispose();
    expect(tensorCount()).toBe(count);
  });

  it('hold as many tensors late as early', async () => {
    const { training } = await train({
      'distill.loss': 'rkd',
      'distill.loss2': 'hint',
      'distill.loss3': 'dist',
    });
    training.step();
    await training.flush();
    const count = tensorCount();
    for (let i = 0; i < 10; i++) training.step();
    await training.flush();
    expect(tensorCount()).toBe(count);
    training.dispose();
  });

  it('of a link come back from the link, and default links stay short', () => {
    const hash =
      'v=1&distill.loss=jsd&distill.beta=0.9&distill.loss2=rkd&distill.weight2=0.1&distill.angle2=10&distill.loss3=hint';
    const { config, problems } = fromHash(hash);
    expect(problems).toEqual([]);
    expect(new URLSearchParams(toHash(config)).toString()).toBe(new URLSearchParams(hash).toString());
    expect(toHash(configFrom({}).config)).toBe('v=1');
  });

  it.each([
    ['distill.loss=attention', /"attention" needs transformers/],
    ['distill.loss=hint&student.hidden=none', /"hint" needs a hidden layer in teacher and student/],
    ['distill.loss2=sequenceNll', /"sequenceNll" needs a task whose models write/],
    ['distill.loss=labelsOnly&distill.loss2=hint', /there is no such setting/],
  ])('a link that asks for what makes no sense hears why: %s', (hash, why) => {
    const { config, problems } = fromHash(hash);
    expect(problems.map(({ message }) => message).join()).toMatch(why);
    expect(lossRow(config.distill.loss)).toBeDefined();
  });

  it('the settings of a loss take no name that is taken', () => {
    const shared = [...specsFor({ 'task.kind': 'text', 'distill.loss': 'labelsOnly' }).keys()];
    for (const id of lossIds) {
      const { params, forms } = lossRow(id);
      for (const key of Object.keys({ ...params, ...forms }))
        expect([...shared, 'distill.weight']).not.toContain(`distill.${key}`);
    }
  });
});
