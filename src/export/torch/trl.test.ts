// TRL's part of a saved experiment, run with a stand-in for TRL: the losses are the playground's, and no text is longer than
// the models' positions.

import { beforeAll, describe, expect, it, vi } from 'vitest';
import { useBackend } from '../../engine/backend/backend.testing.ts';
import { portableExperiment } from '../../engine/portable.ts';
import { noSources } from '../../engine/tasks/sources.testing.ts';
import { loadTask } from '../../engine/tasks/task.ts';
import { fromHash } from '../../shared/link.ts';
import { inFolder, pythonWithTorch, run } from '../programs.testing.ts';
import { torchFiles } from './experiment.ts';
import check from './gkd.testing.py?raw';

vi.setConfig({ testTimeout: 120_000 });

beforeAll(() => useBackend('cpu'));

async function filesOf(hash: string) {
  const { config, problems } = fromHash(
    `v=1&task.kind=text&teacher.nEmbd=16&teacher.nLayer=1&student.nEmbd=8&student.nLayer=1&student.nHead=2&${hash}`,
  );
  expect(problems).toEqual([]);
  const task = await loadTask(config.task, config.seed, noSources);
  return torchFiles(await portableExperiment(config, task));
}

const experiments = {
  'sums, forward KL at T = 3, without labels': 'task.digits=1&distill.alpha=1&distill.temperature=3',
  'sums, the steady form of Jensen-Shannon, on-policy':
    'distill.loss=jsd&distill.beta=0.3&distill.steady=1&distill.lambda=0.5&distill.temperature=2',
  'running text, reverse KL without T²':
    'task.corpus=grammar&distill.loss=reverseKl&distill.tSquared=0&distill.weight=2',
};

describe.skipIf(pythonWithTorch === null)('trl/gkd.py', () => {
  it.each(Object.entries(experiments))('%s', async (_name, hash) => {
    const output = inFolder([...(await filesOf(hash)), { path: 'check.py', content: check }], (folder) =>
      run(pythonWithTorch ?? '', ['check.py'], folder),
    );
    const losses: { loss: number; expected: number }[] = JSON.parse(/^losses (.*)$/m.exec(output)?.[1] ?? '');
    expect(losses).toHaveLength(16);
    for (const { loss, expected } of losses) {
      expect(expected).toBeGreaterThan(0.01);
      expect(loss / expected).toBeCloseTo(1, 4);
    }
  });
});

if (pythonWithTorch === null)
  console.warn('Skipped: trl/gkd.py, since no Python with PyTorch is installed here.');
