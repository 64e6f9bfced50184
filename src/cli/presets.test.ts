// The terminal runs every text preset, a few steps each; one that needs a text says so.

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine/backend/backend.testing.ts';
import { noSources } from '../engine/tasks/sources.testing.ts';
import { loadTask } from '../engine/tasks/task.ts';
import { presets } from '../shared/presets.ts';
import { readArguments } from './args.ts';
import { runExperiment } from './experiment.ts';

const corpus = (name: string) =>
  readFile(new URL(`../../public/corpora/${name}.txt`, import.meta.url), 'utf8');
const own = 'The small fox sat by the river and looked at the moon. '.repeat(60);
const textPresets = presets.filter(({ hash }) => hash.includes('task.kind=text'));
const quick = ['train.teacherSteps=1', 'train.studentSteps=1', 'train.batchSize=4', 'train.warmupSteps=0'];

describe('text presets in the terminal', () => {
  beforeAll(() => useBackend('wasm'));

  it('are there', () => expect(textPresets.length).toBeGreaterThan(5));

  it.each(textPresets.map(({ id, hash }) => [id, hash] as const))('%s trains all lanes', async (_, hash) => {
    const { config } = readArguments([`#${hash}`, ...quick]);
    const task = await loadTask(config.task, config.seed, { ...noSources, text: own, corpus });
    const backend = { name: 'wasm', adapter: 'test', reason: 'test', software: [] } as const;
    const { lanes } = await runExperiment(config, task, backend, () => {});
    for (const { parameters, valLoss, trainLoss } of Object.values(lanes)) {
      expect(parameters).toBeGreaterThan(500);
      expect(valLoss).toBeGreaterThan(0);
      expect(valLoss).toBeLessThan(10);
      expect(trainLoss).not.toBeNull();
    }
    if (config.task.kind !== 'text' || config.task.corpus !== 'own') return;
    await expect(loadTask(config.task, 1, noSources)).rejects.toThrowError('needs a text');
  });
});
