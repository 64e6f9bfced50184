// The X-ray and the bug museum in the browser: a mistake runs with one click, fails in its own lane alone, and the X-ray
// shows what the update is made of; by keyboard too, and axe has nothing to object to.

import type { Page } from '@playwright/test';
import { expectSound, looks } from './accessibility.ts';
import { expect, expectState, openPlayground, rowsOf, test } from './fixtures.ts';

const patientMs = 120_000;

const insight = (page: Page) => page.getByRole('region', { name: 'A closer look' });
const tab = (page: Page, name: string) => insight(page).getByRole('tab', { name });

test('a mistake that ends in NaN is shown in its lane and ends nothing', async ({ page }) => {
  test.slow();
  await openPlayground(page, 'v=1&backend=wasm');
  await expect(tab(page, 'Bug museum')).toBeVisible();
  // From the menu of presets, by keyboard.
  await page.getByRole('button', { name: /^Try/ }).press('Enter');
  await page.getByRole('button', { name: /Bug museum/ }).press('Enter');
  await expect(tab(page, 'Bug museum')).toBeFocused();
  await insight(page).getByRole('link', { name: 'Run Reverse KL through probabilities' }).press('Enter');
  await expectState(page, 'finished', patientMs);
  const rows = await rowsOf(page, 'studentLoss');
  const last = rows[rows.length - 1] ?? [];
  // Columns: step, student's loss, its two terms, the control's loss. NaN is null once recorded as JSON.
  expect(last[0]).toBe(300);
  expect(Number.isFinite(last[1])).toBe(true);
  expect(Number.isFinite(last[4] ?? Number.NaN)).toBe(false);
  await expect(insight(page).getByTestId('seen')).toContainText('no number at all');
  await expect(page.locator('[data-lane="control"]').first()).toContainText('not a number');
  await expect(page.getByRole('heading', { name: 'Right minus wrong' })).toBeVisible();
  // The third lane is called what it is, wherever it is shown.
  await expect(page.getByRole('group', { name: 'Shown in the charts' })).toContainText('Mistake');
  await expect(page.getByRole('region', { name: 'Same input, three answers' })).toContainText('Mistake');
  await expectSound(page, 'bug museum', {
    looks: [looks.desk, looks.darkPhone],
    within: ['#insight'],
    part: 'Insight',
  });
});

test('the X-ray shows terms, angle, layers and one item', async ({ page }) => {
  test.slow();
  await openPlayground(
    page,
    'v=1&backend=wasm&task.kind=plane&train.teacherSteps=20&train.studentSteps=60&distill.tSquared=false&distill.temperature=8&run=1',
  );
  await tab(page, 'X-ray').click();
  await expectState(page, 'finished', patientMs);
  const panel = insight(page);
  await expect(panel).toContainText('After 60 steps');
  await expect(panel.getByRole('note')).toContainText('about 64 times smaller');
  const student = panel.getByRole('region', { name: 'Student', exact: true });
  await expect(student.getByRole('row')).toHaveCount(3);
  await expect(student).toContainText(/gradient: −?[0-9]/);
  await expect(student).toContainText('output layer');
  const sum = panel.getByText(/nats = /).first();
  const before = await sum.textContent();
  await panel.getByRole('combobox', { name: 'Validation example' }).selectOption({ index: 5 });
  await expect(sum).not.toHaveText(before ?? '');
  await expectSound(page, 'X-ray', {
    looks: [looks.desk, looks.darkPhone],
    within: ['#insight'],
    part: 'Insight',
  });
});
