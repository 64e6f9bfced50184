// axe finds nothing to object to, in every state, in both colour schemes, on a large screen and on a small one.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { alertOf, button, expect, expectState, expectSteps, openPlayground, test } from './fixtures.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const screens = [
  { width: 1440, height: 900 },
  { width: 320, height: 700 },
] as const;

/** What axe objects to, short enough to read in a report. */
async function objections(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`),
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of screens) {
    test.describe(`${colorScheme}, ${viewport.width} px`, () => {
      test.use({ colorScheme, viewport });

      test('idle, training, paused', async ({ page }) => {
        await openPlayground(page, 'v=1&backend=wasm&train.teacherSteps=20&train.studentSteps=100000');
        await expectState(page, 'idle');
        expect.soft(await objections(page), 'idle').toEqual([]);
        await button(page, 'Run').click();
        await expectSteps(page, 'student', 1);
        expect.soft(await objections(page), 'training').toEqual([]);
        await expectState(page, 'training');
        await button(page, 'Pause').click();
        await expectState(page, 'paused');
        expect.soft(await objections(page), 'paused').toEqual([]);
      });

      test('finished, points task', async ({ page }) => {
        await openPlayground(
          page,
          'v=1&backend=wasm&task.kind=plane&train.teacherSteps=20&train.studentSteps=20',
        );
        await button(page, 'Run').click();
        await expectState(page, 'finished', 60_000);
        expect(await objections(page)).toEqual([]);
      });

      test('error, and a link with a mistake', async ({ page }) => {
        await openPlayground(page, 'v=1&backend=wasm&task.kind=table&distill.temperature=abc');
        await button(page, 'Run').click();
        await expect(alertOf(page).first()).toBeVisible();
        expect(await objections(page)).toEqual([]);
      });
    });
  }
}
