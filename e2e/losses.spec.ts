// Every loss in the browser: PyTorch's numbers on WebGPU and WebGL, and a few steps of training of each on WebGPU.

import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { LossFixtures } from '../src/engine/losses/parity.testing.ts';
import { lossIds } from '../src/shared/catalog/losses.ts';
import { taskKinds } from '../src/shared/catalog/tasks.ts';
import { specsFor } from '../src/shared/config.ts';
import { buildEnginePage, callEngine, openEngine } from './engine-page.ts';

const fixtures = JSON.parse(
  readFileSync(new URL('../src/engine/losses/fixtures.json', import.meta.url), 'utf8'),
) as LossFixtures;
const tolerance = 1e-4;

test.beforeAll(buildEnginePage);

for (const backend of ['webgpu', 'webgl'] as const) {
  test(`every loss is as PyTorch says on ${backend}`, async ({ page, baseURL }) => {
    test.slow();
    await openEngine(page, baseURL ?? '');
    await callEngine(page, 'start', backend);
    const { backend: used, found } = await callEngine(page, 'compareLosses', fixtures);
    expect(used).toBe(backend);
    expect(new Set(found.map(({ loss }) => loss))).toEqual(new Set(lossIds));
    expect(found.filter(({ error }) => error === null || error > tolerance)).toEqual([]);
  });
}

test('every loss trains every task it is offered for on WebGPU', async ({ page, baseURL }) => {
  test.setTimeout(240_000);
  await openEngine(page, baseURL ?? '');
  await callEngine(page, 'start', 'webgpu');
  const offered = taskKinds.flatMap((task) => {
    const spec = specsFor({ 'task.kind': task }).get('distill.loss');
    const options = spec?.type === 'choice' ? spec.options : [];
    return options.flatMap(({ value, refused }) => (refused === undefined ? `${task}, ${value}` : []));
  });
  const { backend, trained, wrong } = await callEngine(page, 'trainCatalogue');
  expect(backend).toBe('webgpu');
  expect(wrong).toEqual([]);
  expect(trained).toEqual(offered);
});
