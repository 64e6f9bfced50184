// axe finds nothing to object to, in every state, in both colour schemes, on a large screen and on a small one.

import { expectSound, looks } from './accessibility.ts';
import {
  alertOf,
  button,
  expect,
  expectState,
  expectSteps,
  openAllSettings,
  openPlayground,
  slowDown,
  test,
} from './fixtures.ts';

/** What a run changes. */
const within = ['[role="toolbar"]', '[data-testid="status"]', '#learning', 'main > :has(#compare-title)'];

test('idle, training, paused', async ({ page }) => {
  test.slow();
  await openPlayground(page, 'v=1&backend=wasm&train.teacherSteps=20&train.studentSteps=100000');
  await expectState(page, 'idle');
  await openAllSettings(page);
  await expectSound(page, 'idle');
  await button(page, 'Run').click();
  await expectSteps(page, 'student', 1);
  await slowDown(page);
  await expectSound(page, 'training', { looks: [looks.darkDesk, looks.phone], within });
  await expectState(page, 'training');
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  await page.getByRole('tab', { name: 'Inside', exact: true }).click();
  await expect(page.getByRole('region', { name: 'CKA: Student and teacher' })).toBeVisible();
  await expectSound(page, 'paused', {
    looks: [looks.desk, looks.darkPhone],
    within: [...within, '#insight'],
  });
});

test('finished, points task; then every part on a phone', async ({ page }) => {
  await openPlayground(page, 'v=1&backend=wasm&task.kind=plane&train.teacherSteps=20&train.studentSteps=20');
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  await expectSound(page, 'finished', { looks: [looks.desk, looks.darkDesk, looks.darkPhone] });
  await page.setViewportSize({ width: looks.phone.width, height: 700 });
  const parts = page.getByRole('navigation', { name: 'Parts of the page' });
  for (const [part, look] of [
    ['Settings', looks.phone],
    ['Compare', looks.darkPhone],
  ] as const) {
    await parts.getByRole('button', { name: part }).click();
    await expectSound(page, part, { looks: [look] });
  }
});

test('error, and a link with a mistake; the list of shortcuts', async ({ page }) => {
  await openPlayground(page, 'v=1&backend=wasm&task.kind=table&distill.temperature=abc');
  await button(page, 'Run').click();
  await expect(alertOf(page).filter({ hasText: /table/i }).first()).toBeVisible();
  await expectSound(page, 'error', { looks: [looks.desk, looks.darkPhone] });
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByRole('dialog', { name: /shortcuts/i })).toBeVisible();
  await expectSound(page, 'list of shortcuts', { within: ['[role="dialog"]'] });
});
