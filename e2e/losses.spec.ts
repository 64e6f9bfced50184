// Every loss in the browser: PyTorch's numbers on WebGPU and WebGL, and a few steps of training of each on WebGPU.

import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { LossFixtures } from '../src/engine/losses/parity.testing.ts';
import { lossIds } from '../src/shared/catalog/losses.ts';
import { taskKinds } from '../src/shared/catalog/tasks.ts';
import { specsFor } from '../src/shared/config.ts';
import { expectNoViolations } from './accessibility.ts';
import { buildEnginePage, callEngine, openEngine } from './engine-page.ts';
import { openPlayground } from './fixtures.ts';

const fixtures = JSON.parse(
  readFileSync(new URL('../src/engine/losses/fixtures.json', import.meta.url), 'utf8'),
) as LossFixtures;
const tolerance = 1e-4;

/** Software graphics on a busy machine: what is slow is no failure. */
const patienceMs = 240_000;

test.beforeAll(async () => {
  test.setTimeout(patienceMs);
  await buildEnginePage();
});

/** On WebGL every third answer: it composes what the processor's tests compose, and takes its time. */
const thinned: LossFixtures = {
  ...fixtures,
  answers: fixtures.answers.map((answer) => ({
    ...answer,
    results: answer.results.filter((_, i) => i % 3 === 0),
  })),
};

for (const [backend, compared] of [
  ['webgpu', fixtures],
  ['webgl', thinned],
] as const) {
  test(`every loss is as PyTorch says on ${backend}`, async ({ page, baseURL }) => {
    test.setTimeout(patienceMs);
    await openEngine(page, baseURL ?? '');
    await callEngine(page, 'start', backend);
    const { backend: used, found } = await callEngine(page, 'compareLosses', compared);
    expect(used).toBe(backend);
    expect(new Set(found.map(({ loss }) => loss))).toEqual(new Set(lossIds));
    expect(found.filter(({ error }) => error === null || error > tolerance)).toEqual([]);
  });
}

test('every loss trains every task it is offered for on WebGPU', async ({ page, baseURL }) => {
  test.setTimeout(patienceMs);
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

test('a loss card shows its gradient, moves by keyboard, and puts its loss into the experiment', async ({
  page,
}) => {
  await openPlayground(page, 'v=1&backend=wasm&task.kind=plane');
  await page.getByRole('tab', { name: 'Losses' }).click();
  const card = page.locator('article[aria-labelledby="loss-title"]');
  const list = page.getByRole('navigation', { name: 'Losses' });
  await list.getByRole('button', { name: 'Reverse KL', exact: true }).click();
  const value = card.getByText(/^Reverse KL .* nats, gradient’s length/);
  await expect(value).toHaveText(/Reverse KL \d/);
  const before = await value.textContent();
  await card.getByRole('slider', { name: /^Student’s answer/ }).press('ArrowUp');
  await expect(value).not.toHaveText(before ?? '');
  await card.getByRole('slider', { name: 'Temperature T' }).fill('200');
  await card.getByRole('checkbox', { name: 'Multiply by T²' }).uncheck();
  await expect(card.getByText(/times shorter than at T = 1/)).toBeVisible();
  await expectNoViolations(page, 'card of a loss', 'article[aria-labelledby="loss-title"]');
  await card.getByRole('button', { name: /^Use in this experiment/ }).click();
  await expect(page).toHaveURL(/distill\.loss=reverseKl/);
  await list.getByRole('button', { name: /^Attention transfer/ }).click();
  await expect(card.getByText(/Not in this experiment: it needs transformers/)).toBeVisible();
});
