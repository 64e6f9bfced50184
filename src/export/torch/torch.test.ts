// The PyTorch script against the engine: from the same initial weights, on the same batches, the same losses; with one
// process and with two.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { useBackend } from '../../engine/backend/backend.testing.ts';
import { portableExperiment } from '../../engine/portable.ts';
import { noSources } from '../../engine/tasks/sources.testing.ts';
import { loadTask } from '../../engine/tasks/task.ts';
import { createTraining } from '../../engine/train.ts';
import { fromHash } from '../../shared/link.ts';
import { metricTables } from '../../shared/protocol/status.ts';
import { inFolder, pythonWithTorch, run } from '../programs.testing.ts';
import { torchFiles } from './experiment.ts';

const tolerance = 1e-3;

// Two Pythons that load PyTorch on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

beforeAll(() => useBackend('wasm'));

async function experimentOf(hash: string) {
  const { config, problems } = fromHash(hash);
  expect(problems).toEqual([]);
  const task = await loadTask(config.task, config.seed, noSources);
  return { config, task, files: torchFiles(await portableExperiment(config, task)) };
}

/** The engine's losses by lane, in the order of their steps. */
async function ownLosses({ config, task }: Awaited<ReturnType<typeof experimentOf>>) {
  const training = createTraining(config, task);
  const losses: Record<string, number[]> = { teacher: [], student: [], control: [] };
  while (!training.done) training.step();
  for (const { table, values } of (await training.flush()).metrics) {
    const columns: readonly string[] = metricTables[table];
    for (const lane of Object.keys(losses)) {
      const at = columns.indexOf(`${lane}.loss`);
      for (let row = 0; at >= 0 && row < values.length; row += columns.length)
        losses[lane]?.push(values[row + at] ?? 0);
    }
  }
  training.dispose();
  return losses;
}

function theirLosses(folder: string): Record<string, number[]> {
  const losses: Record<string, number[]> = {};
  const [, ...rows] = readFileSync(join(folder, 'results', 'losses.csv'), 'utf8')
    .trim()
    .split(/\r?\n/);
  for (const row of rows) {
    const [lane = '', , loss] = row.split(',');
    losses[lane] = [...(losses[lane] ?? []), Number(loss)];
  }
  return losses;
}

/** Largest difference of a loss, relative where it is above 1. */
function apart(ours: Record<string, number[]>, theirs: Record<string, number[]>): number {
  let most = 0;
  for (const [lane, losses] of Object.entries(ours)) {
    expect(theirs[lane]).toHaveLength(losses.length);
    losses.forEach((loss, step) => {
      const difference = Math.abs(loss - (theirs[lane]?.[step] ?? Number.NaN)) / Math.max(1, Math.abs(loss));
      most = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(most, difference);
    });
  }
  return most;
}

const python = (folder: string) => run(pythonWithTorch ?? '', ['distill.py', '--device', 'cpu'], folder);
/** Where output goes: left to itself PyTorch 1.13's launcher fails on Python 3.11 and newer. */
const toFiles = ['--redirects', '1', '--tee', '1', '--log_dir', 'logs'];
const twoProcesses = (folder: string) =>
  run(
    pythonWithTorch ?? '',
    [
      '-m',
      'torch.distributed.run',
      '--standalone',
      '--nproc_per_node=2',
      ...toFiles,
      'distill.py',
      '--device',
      'cpu',
    ],
    folder,
  );

const fifty = 'train.teacherSteps=50&train.studentSteps=50&train.evalEvery=50';
const text = `v=1&task.kind=text&task.digits=1&teacher.nEmbd=16&teacher.nLayer=1&student.nEmbd=8&student.nLayer=1&student.nHead=2&distill.labels=20&train.batchSize=6&train.warmupSteps=5&${fifty}`;

const withOne: Readonly<Record<string, string>> = {
  'messages, the default loss, a hidden class': `v=1&distill.hiddenClass=3&teacher.hidden=32&student.hidden=12&train.batchSize=32&${fifty}`,
  'points, all labels, three terms inside and across': `v=1&task.kind=plane&task.shape=blobs&task.classes=4&task.points=100&distill.labels=100&distill.loss=hint&distill.loss2=rkd&distill.weight2=0.01&distill.loss3=dist&train.optimizer=momentum&${fifty}`,
  'sums, untied, top-k and attention, on-policy, AdamW': `${text}&student.tied=0&distill.loss=topKKl&distill.loss2=attention&distill.lambda=0.3&train.optimizer=adamw`,
};

const withTwo: Readonly<Record<string, string>> = {
  'points, a loss across rows, unequal shares of labels': `v=1&task.kind=plane&task.shape=blobs&task.classes=4&task.points=100&distill.labels=14&distill.loss=dist&distill.loss2=hint&train.batchSize=10&${fifty}`,
  'sums, the teacher’s text': `${text}&distill.source=teacher&distill.loss=jsd`,
};

describe.skipIf(pythonWithTorch === null)('losses of distill.py', () => {
  it.each(Object.entries(withOne))('%s', async (_name, hash) => {
    const experiment = await experimentOf(hash);
    const ours = await ownLosses(experiment);
    const theirs = inFolder(experiment.files, (folder) => {
      python(folder);
      return theirLosses(folder);
    });
    expect(apart(ours, theirs)).toBeLessThan(tolerance);
  });

  it.each(Object.entries(withTwo))('two processes: %s', async (_name, hash) => {
    const experiment = await experimentOf(hash);
    const ours = await ownLosses(experiment);
    const theirs = inFolder(experiment.files, (folder) => {
      twoProcesses(folder);
      return theirLosses(folder);
    });
    expect(apart(ours, theirs)).toBeLessThan(tolerance);
  });
});

if (pythonWithTorch === null)
  console.warn('Skipped: the PyTorch script, since no Python with PyTorch is installed here.');

it('refuses an experiment with a teaching assistant, and says what to do', async () => {
  const { config } = fromHash('v=1&task.kind=plane&task.points=50&assistant.kind=mlp');
  const task = await loadTask(config.task, config.seed, noSources);
  await expect(portableExperiment(config, task)).rejects.toMatchObject({
    failure: {
      kind: 'BadSetting',
      message: expect.stringContaining('no teaching assistant'),
      fix: { settings: { 'assistant.kind': 'none' } },
    },
  });
});
