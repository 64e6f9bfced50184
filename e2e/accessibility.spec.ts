// axe finds nothing to object to, in every state, in both colour schemes, on a large screen and on a small one.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import {
  alertOf,
  button,
  expect,
  expectState,
  expectSteps,
  openAllSettings,
  openPlayground,
  test,
} from './fixtures.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const looks = [
  { colorScheme: 'light', width: 1440, height: 900 },
  { colorScheme: 'dark', width: 1440, height: 900 },
  { colorScheme: 'dark', width: 320, height: 700 },
  { colorScheme: 'light', width: 320, height: 700 },
] as const;

/** What axe objects to, short enough to read in a report. */
async function objections(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** The page as it is, looked at in every colour scheme and size. */
async function expectNoObjections(page: Page, state: string): Promise<void> {
  for (const { colorScheme, width, height } of looks) {
    await test.step(`${state}, ${colorScheme}, ${width} px`, async () => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      expect.soft(await objections(page), `${state}, ${colorScheme}, ${width} px`).toEqual([]);
    });
  }
}

test('idle, training, paused', async ({ page }) => {
  test.slow();
  await openPlayground(page, 'v=1&backend=wasm&train.teacherSteps=20&train.studentSteps=100000');
  await expectState(page, 'idle');
  await openAllSettings(page);
  await expectNoObjections(page, 'idle');
  await button(page, 'Run').click();
  await expectSteps(page, 'student', 1);
  await expectNoObjections(page, 'training');
  await expectState(page, 'training');
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  await expectNoObjections(page, 'paused');
});

test('finished, points task', async ({ page }) => {
  await openPlayground(page, 'v=1&backend=wasm&task.kind=plane&train.teacherSteps=20&train.studentSteps=20');
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  await expectNoObjections(page, 'finished');
});

test('error, and a link with a mistake', async ({ page }) => {
  await openPlayground(page, 'v=1&backend=wasm&task.kind=table&distill.temperature=abc');
  await button(page, 'Run').click();
  await expect(alertOf(page).filter({ hasText: /table/i }).first()).toBeVisible();
  await expectNoObjections(page, 'error');
});

test('dialogs', async ({ page }) => {
  await openPlayground(page, 'v=1&backend=wasm');
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: /shortcuts/i })).toBeVisible();
  await expectNoObjections(page, 'list of shortcuts');
});

test('every part on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await openPlayground(page, 'v=1&backend=wasm&task.kind=plane&train.teacherSteps=20&train.studentSteps=20');
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  const parts = page.getByRole('navigation', { name: 'Parts of the page' });
  for (const part of ['Settings', 'Compare']) {
    await parts.getByRole('button', { name: part }).click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect.soft(await objections(page), `${part}, ${colorScheme}`).toEqual([]);
    }
  }
});
