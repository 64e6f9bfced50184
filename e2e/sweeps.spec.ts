// Sweeps: five by five on the plane through a reload, its cells as runs, its table as CSV; what a link asks for; keyboard,
// small screens, axe.

import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import papa from 'papaparse';
import { expectSound, looks } from './accessibility.ts';
import {
  button,
  dropFile,
  eventsOf,
  expect,
  expectState,
  expectSteps,
  openPlayground,
  poll,
  test,
} from './fixtures.ts';

const plane =
  'v=1&backend=wasm&task.kind=plane&train.teacherSteps=40&train.studentSteps=60&train.evalEvery=30';

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Sweeps', exact: true });
const progress = (page: Page): Locator => page.getByTestId('sweep');
const cells = (page: Page): Locator => panel(page).getByRole('gridcell');
const cell = (page: Page, name: RegExp): Locator => panel(page).getByRole('gridcell', { name });

const made = async (page: Page): Promise<number> => Number(await progress(page).getAttribute('data-made'));

async function expectDone(page: Page, runs: number): Promise<void> {
  const state = () => progress(page).getAttribute('data-state');
  await poll(state, { timeout: 90_000, message: 'state of the sweep' }).toBe('done');
  expect(await made(page)).toBe(runs);
}

/** The runs that trained a teacher themselves. */
async function teachersTrained(page: Page): Promise<number> {
  const metrics = await eventsOf(page, 'metrics');
  const ids = metrics
    .filter((event) => event.metrics.some(({ table }) => table === 'teacherLoss'))
    .map(({ runId }) => runId);
  return new Set(ids).size;
}

test('five by five: fills in, survives a reload, trains one teacher, opens its runs, leaves as CSV', async ({
  page,
}) => {
  test.slow();
  await openPlayground(page, plane);
  await page.getByRole('button', { name: 'Sweep…' }).click();
  await expect(panel(page)).toBeFocused();
  await expect(panel(page)).toContainText('25 combinations × 1 seed = 25 runs; 1 teacher, trained once');
  await panel(page).getByRole('button', { name: 'Vary something else…' }).click();
  await expect(panel(page).getByRole('form', { name: 'New sweep' })).toContainText('25 runs');
  await expectSound(page, 'before its start', { looks: [looks.desk], within: ['#sweeps'] });
  await panel(page).getByRole('button', { name: 'Start' }).click();
  await expect(cells(page)).toHaveCount(25);
  await poll(() => made(page), { timeout: 60_000 }).toBeGreaterThan(2);
  expect(await teachersTrained(page)).toBe(1);

  // In the middle: what was finished is there, nothing goes on by itself.
  await page.reload();
  await expect(progress(page)).toHaveAttribute('data-state', 'paused');
  const kept = await made(page);
  expect(kept).toBeGreaterThan(2);
  expect(kept).toBeLessThan(25);
  const offer = page.getByRole('region', { name: 'A sweep was under way' });
  await expect(offer).toContainText(`Temperature T × Alpha, 5 × 5, ${kept} of 25 runs`);
  await offer.getByRole('button', { name: 'Resume it' }).click();
  await expect(offer).toBeHidden();
  await expectDone(page, 25);
  expect(await teachersTrained(page), 'after the reload the teacher comes from the book').toBe(0);
  await expect(progress(page)).toContainText('25 of 25 runs, done; 1 teacher trained on wasm');
  await expect(panel(page)).toContainText('winner’s curse');

  // Keyboard: one cell is in the tab order, arrows lead on.
  await cell(page, /^Temperature T 1, Alpha 0,/).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const chosen = cell(page, /^Temperature T 2, Alpha 0\.5,/);
  await expect(chosen).toBeFocused();
  await page.keyboard.press('End');
  await expect(cell(page, /^Temperature T 16, Alpha 0\.5,/)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('[role="gridcell"][tabindex="0"]').count()).toBe(1);
  // No step of the page's own run was taken by the arrows.
  await expectState(page, 'idle');

  const gain = /Gain, points ([+−][\d.]+)/.exec((await chosen.getAttribute('aria-label')) ?? '')?.[1];
  expect(gain).toBeDefined();
  await panel(page).getByText('Parallel coordinates').click();
  await expect(panel(page)).toContainText('25 of 25 runs');
  const brush = panel(page).getByRole('slider', { name: /^Temperature T, from/ });
  await brush.focus();
  await page.keyboard.press('End');
  await expect(panel(page)).toContainText('5 of 25 runs');
  const others = [looks.darkDesk, looks.phone];
  await expectSound(page, 'done', { looks: others, within: ['#sweeps'], part: 'Insight' });

  const downloading = page.waitForEvent('download');
  await panel(page).getByRole('button', { name: 'Save as CSV' }).click();
  const file = await (await downloading).path();
  const { data, errors } = papa.parse<Record<string, string>>(await readFile(file, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  expect(data).toHaveLength(25);
  const row = data.find((one) => one['distill.temperature'] === '2' && one['distill.alpha'] === '0.5');
  expect(Number(row?.gain).toFixed(1)).toBe(Number(gain?.replace('−', '-')).toFixed(1));
  expect(row?.settings).toContain('distill.alpha=0.5');

  // The cell is a run like any other: settings, curves, weights.
  await panel(page)
    .getByRole('region', { name: 'The chosen cell' })
    .getByRole('button', { name: /^Open / })
    .click();
  await expectState(page, 'finished');
  await expect(page.getByTestId('gain')).toContainText(gain ?? '');
  await expect(page).toHaveURL(/distill\.alpha=0\.5/);
  await expect(panel(page)).toContainText('25 of 25 runs, done');
});

test('a link brings a sweep; it runs beside the page’s own run, and is deleted with its runs', async ({
  page,
}) => {
  const sweep = encodeURIComponent('student.hidden=2,8;seeds=2');
  await openPlayground(
    page,
    `v=1&backend=wasm&task.kind=plane&train.teacherSteps=20&train.studentSteps=20&sweep=${sweep}`,
  );
  await expect(panel(page)).toContainText('2 combinations × 2 seeds = 4 runs; 2 teachers');
  await panel(page).getByLabel('Workers').fill('2');
  await button(page, 'Run').click();
  await panel(page).getByRole('button', { name: 'Start' }).click();
  await expectSteps(page, 'student', 20);
  await expectDone(page, 4);
  await expectState(page, 'finished');
  await expect(cells(page)).toHaveCount(2);
  await expect(panel(page).getByRole('figure').first()).toContainText('against student hidden layers');
  await expect(
    cell(page, /^student hidden layers 8, .*standard deviation [\d.]+ over 2 seeds/),
  ).toBeVisible();

  const runs = page.getByRole('region', { name: 'Table of runs' }).locator('tbody tr');
  await expect(runs).toHaveCount(1);
  await page.getByLabel('Runs of sweeps too').check();
  await expect(runs).toHaveCount(5);
  await panel(page).getByRole('button', { name: 'Delete…' }).click();
  await panel(page).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(runs).toHaveCount(1);
  await expect(progress(page)).toHaveCount(0);
});

test('a random search marks what diverged and says why, and goes on', async ({ page }) => {
  const sweep = encodeURIComponent('distill.weight=1:1000:4;random=4');
  const settings =
    'task.kind=plane&task.points=100&distill.loss=logitMse&train.optimizer=sgd&train.learningRate=0.1&train.teacherSteps=20&train.studentSteps=20';
  await openPlayground(page, `v=1&backend=wasm&${settings}&sweep=${sweep}`);
  await expect(panel(page)).toContainText('4 combinations × 1 seed = 4 runs');
  await panel(page).getByRole('button', { name: 'Start' }).click();
  await expectDone(page, 4);
  await expect(progress(page)).toContainText('2 failed');
  // Drawn between the ends; the page draws as the terminal does.
  const rows = panel(page).getByRole('row');
  await expect(rows.filter({ hasText: '3.54' }).filter({ hasText: '1 of 1' })).toHaveCount(1);
  const diverged = rows.filter({ hasText: '1 failed' });
  await expect(diverged).toHaveCount(2);
  await diverged.first().getByRole('button', { name: /^Show/ }).click();
  await expect(panel(page).getByRole('region', { name: 'The chosen cell' })).toContainText(
    /failed: .*student/,
  );
});

test('a sweep learns from a visitor’s own table, and asks for it again after a reload', async ({ page }) => {
  const lines = Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * 5) % 11},${i % 2 === 0 ? 'a' : 'b'}`);
  const own = Buffer.from(['x,y,kind', ...lines].join('\n'));
  const sweep = encodeURIComponent('distill.alpha=0,1');
  await openPlayground(
    page,
    `v=1&backend=wasm&task.kind=table&train.teacherSteps=20&train.studentSteps=2000&sweep=${sweep}`,
  );
  await dropFile(page, 'mine.csv', 'text/csv', own);
  await expect(page.getByText('mine.csv').first()).toBeVisible();
  await panel(page).getByRole('button', { name: 'Start' }).click();
  await poll(() => made(page)).toBe(1);
  await panel(page).getByRole('button', { name: 'Pause' }).click();
  await page.reload();
  await expect(progress(page)).toHaveAttribute('data-state', 'paused');
  await panel(page).getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText(/learns from “mine\.csv”: open that file, then resume it/)).toBeVisible();
  await dropFile(page, 'mine.csv', 'text/csv', own);
  await expect(page.getByText('mine.csv').first()).toBeVisible();
  await panel(page).getByRole('button', { name: 'Resume' }).click();
  await expectDone(page, 2);
  expect(await teachersTrained(page), 'the teacher comes from the book').toBe(0);
});
