// Same link, same backend, same device: the same numbers, bit for bit.

import type { Page } from '@playwright/test';
import type { MetricTable } from '../src/shared/protocol/status.ts';
import { button, expect, expectBackend, expectState, openPlayground, rowsOf, test } from './fixtures.ts';

const link = 'v=1&backend=wasm&seed=7&train.teacherSteps=60&train.studentSteps=60';
const tables: readonly MetricTable[] = ['teacherLoss', 'studentLoss', 'teacherScore', 'studentScore'];

async function run(page: Page, hash: string): Promise<number[][][]> {
  await openPlayground(page, hash);
  await expectBackend(page, 'wasm');
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  return Promise.all(tables.map((table) => rowsOf(page, table)));
}

test('the same link gives the same series', async ({ page }) => {
  const first = await run(page, link);
  const second = await run(page, link);
  expect(first[0]).toHaveLength(60);
  expect(first[1]).toHaveLength(60);
  expect(second).toEqual(first);
});

test('another seed gives another series', async ({ page }) => {
  const first = await run(page, link);
  const second = await run(page, link.replace('seed=7', 'seed=8'));
  expect(second[1]).not.toEqual(first[1]);
});

test('a run after a reset, with the teacher kept, repeats the run before', async ({ page }) => {
  const [, students] = await run(page, link);
  await button(page, 'Reset').click();
  await expectState(page, 'idle');
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  const both = await rowsOf(page, 'studentLoss');
  expect(both.slice(students?.length)).toEqual(students);
});
