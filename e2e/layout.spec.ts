// Everything fits: no sideways scrolling at any width, and on a usual screen the whole tool without scrolling at all.

import type { Page } from '@playwright/test';
import { overflow } from './accessibility.ts';
import { button, expect, expectState, expectSteps, openPlayground, stepsOf, test } from './fixtures.ts';

const link = 'v=1&backend=wasm&train.teacherSteps=30&train.studentSteps=100000';
const widths = [320, 390, 1024, 1440];

/** Pixels by which the page is wider than its window, at each width. */
async function overflows(page: Page): Promise<Record<number, number>> {
  const found: Record<number, number> = {};
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 768 ? 700 : 900 });
    found[width] = await overflow(page);
  }
  return found;
}

const none = Object.fromEntries(widths.map((width) => [width, 0]));

test('no sideways scrolling at any width, idle and paused; on a usual screen the whole tool, and nothing moves while numbers run', async ({
  page,
}) => {
  // Loaded as small as it gets; the tests of accessibility load it large and make it small.
  await page.setViewportSize({ width: 320, height: 700 });
  await openPlayground(page, link);
  expect(await overflows(page), 'idle').toEqual(none);
  await button(page, 'Run').click();
  await expectSteps(page, 'student', 5);
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  expect(await overflows(page), 'paused').toEqual(none);

  // Settings, learning, comparison; what looks closer and the runs lie below them.
  expect(page.viewportSize()).toEqual({ width: 1440, height: 900 });
  const bottoms = await page
    .getByRole('main')
    .evaluate((main) =>
      [...main.children].slice(0, 3).map((column) => column.getBoundingClientRect().bottom),
    );
  expect(bottoms).toHaveLength(3);
  for (const bottom of bottoms) expect(bottom, 'lower edge of a column').toBeLessThanOrEqual(900);

  await button(page, 'Resume').click();
  await expectState(page, 'training');
  const { student } = await stepsOf(page);
  const places = () =>
    page.locator('[data-lane], [data-testid="status"], [data-testid="gain"]').evaluateAll((elements) =>
      elements.map((element) => {
        const { x, y, height } = element.getBoundingClientRect();
        return [x, y, height].map(Math.round).join(' ');
      }),
    );
  const before = await places();
  await expectSteps(page, 'student', student + 100);
  expect(await places()).toEqual(before);
});
