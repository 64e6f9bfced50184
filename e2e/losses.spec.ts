// Every loss in the browser: PyTorch's numbers on WebGPU and WebGL, and a few steps of training of each on WebGPU.

import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { LossFixtures } from '../src/engine/losses/parity.testing.ts';
import { type LossId, lossIds, lossRow } from '../src/shared/catalog/losses.ts';
import { type TaskKind, taskKinds } from '../src/shared/catalog/tasks.ts';
import { specsFor } from '../src/shared/config.ts';
import { expectNoViolations } from './accessibility.ts';
import { test } from './engine-page.ts';
import { openPlayground } from './fixtures.ts';
import { isFull } from './full.ts';

const fixtures = JSON.parse(
  readFileSync(new URL('../src/engine/losses/fixtures.json', import.meta.url), 'utf8'),
) as LossFixtures;
const tolerance = 1e-4;

/** Software graphics on a busy machine: what is slow is no failure. */
const patienceMs = 240_000;

const firstOfEach = <T>(items: readonly T[], key: (item: T) => string): T[] => [
  ...new Map(items.toReversed().map((item) => [key(item), item])).values(),
];

/**
 * On WebGL each loss with each of its settings, on usual answers, on those of the largest numbers and inside models: there the
 * losses are composed as on the processor, where all answers are tested, and each new shape is compiled anew.
 */
const sample: LossFixtures = {
  answers: fixtures.answers
    .filter(({ name }) => name === '8 classes' || name === 'logits of +-1e4')
    .map((answer) => ({
      ...answer,
      results: firstOfEach(answer.results, ({ loss, own }) => JSON.stringify([loss, own])),
    })),
  inside: firstOfEach(fixtures.inside, ({ loss, own }) => JSON.stringify([loss, own])),
};

for (const [backend, compared] of [
  ['webgpu', fixtures],
  ['webgl', isFull ? fixtures : sample],
] as const) {
  test(`every loss is as PyTorch says on ${backend}`, async ({ engine }) => {
    test.setTimeout(patienceMs);
    await engine('start', backend);
    const { backend: used, found } = await engine('compareLosses', compared);
    expect(used).toBe(backend);
    expect(new Set(found.map(({ loss }) => loss))).toEqual(new Set(lossIds));
    expect(found.filter(({ error }) => error === null || error > tolerance)).toEqual([]);
  });
}

/** The losses that a task is offered. */
function lossesOf(task: TaskKind): LossId[] {
  const spec = specsFor({ 'task.kind': task }).get('distill.loss');
  const options = spec?.type === 'choice' ? spec.options : [];
  return options.flatMap(({ value, refused }) => (refused === undefined ? (value as LossId) : []));
}

/**
 * Every loss where it is offered first, every task, and on text what looks at more than answers: all others are the same
 * programs on the card, and the processor's tests walk them.
 */
function isInSample(task: TaskKind, loss: LossId): boolean {
  const first = (['plane', 'text'] as const).find((kind) => lossesOf(kind).includes(loss));
  return task === first || loss === 'forwardKl' || (task === 'text' && lossRow(loss).needs !== 'answers');
}

test('every loss trains, and every task, on WebGPU', async ({ engine }) => {
  test.setTimeout(patienceMs);
  await engine('start', 'webgpu');
  const names = taskKinds.flatMap((task) =>
    lossesOf(task).flatMap((loss) => (isFull || isInSample(task, loss) ? `${task}, ${loss}` : [])),
  );
  expect(names.length).toBeGreaterThan(lossIds.length);
  const { backend, trained, wrong } = await engine('trainCatalogue', names);
  expect(backend).toBe('webgpu');
  expect(wrong).toEqual([]);
  expect(trained).toEqual(names);
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
