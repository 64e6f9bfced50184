// Same link, same backend, same device: the same numbers, bit for bit.

import type { Page } from '@playwright/test';
import type { MetricTable } from '../src/shared/protocol/status.ts';
import {
  button,
  changeSetting,
  expect,
  expectBackend,
  expectState,
  openAllSettings,
  openPlayground,
  rowsOf,
  test,
} from './fixtures.ts';

const link = 'v=1&backend=wasm&seed=7&train.teacherSteps=25&train.studentSteps=25';
const tables: readonly MetricTable[] = ['teacherLoss', 'studentLoss', 'teacherScore', 'studentScore'];

async function run(page: Page): Promise<number[][][]> {
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  return Promise.all(tables.map((table) => rowsOf(page, table)));
}

async function open(page: Page, hash: string): Promise<void> {
  await openPlayground(page, hash);
  await expectBackend(page, 'wasm');
}

test('the same link gives the same series, so does a run after a reset, and another seed gives another', async ({
  page,
}) => {
  await open(page, link);
  const first = await run(page);
  expect(first[0]).toHaveLength(25);
  expect(first[1]).toHaveLength(25);
  await button(page, 'Reset').click();
  await expectState(page, 'idle');
  const [, students] = await run(page);
  expect(students?.slice(25), 'after a reset, with the teacher kept').toEqual(first[1]);

  await open(page, link);
  expect(await run(page), 'the same link again').toEqual(first);

  await openAllSettings(page);
  await changeSetting(page, 'Seed', 8);
  const [, other] = await run(page);
  expect(other?.slice(25), 'another seed').toHaveLength(25);
  expect(other?.slice(25), 'another seed').not.toEqual(first[1]);
});
