// Everything fits: no sideways scrolling at any width, and on a usual screen the whole tool without scrolling at all.

import { overflow } from './accessibility.ts';
import { button, expect, expectState, expectSteps, openPlayground, test } from './fixtures.ts';

const link = 'v=1&backend=wasm&train.teacherSteps=30&train.studentSteps=100000';
const widths = [320, 390, 1024, 1440];

for (const width of widths) {
  test(`no sideways scrolling at ${width} px, idle and paused`, async ({ page }) => {
    await page.setViewportSize({ width, height: width < 768 ? 700 : 900 });
    await openPlayground(page, link);
    expect(await overflow(page), 'idle').toBeLessThanOrEqual(0);
    await button(page, 'Run').click();
    await expectSteps(page, 'student', 5);
    await button(page, 'Pause').click();
    await expectState(page, 'paused');
    expect(await overflow(page), 'paused').toBeLessThanOrEqual(0);
  });
}

test('at 1440 x 900 the whole tool is on one screen', async ({ page }) => {
  await openPlayground(page, link);
  await button(page, 'Run').click();
  await expectSteps(page, 'student', 5);
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  // Settings, learning, comparison; what looks closer and the runs lie below them.
  const bottoms = await page
    .getByRole('main')
    .evaluate((main) =>
      [...main.children].slice(0, 3).map((column) => column.getBoundingClientRect().bottom),
    );
  expect(bottoms).toHaveLength(3);
  for (const bottom of bottoms) expect(bottom, 'lower edge of a column').toBeLessThanOrEqual(900);
});

test('nothing moves while numbers run', async ({ page }) => {
  await openPlayground(page, link);
  await button(page, 'Run').click();
  await expectSteps(page, 'student', 5);
  const places = () =>
    page.locator('[data-lane], [data-testid="status"], [data-testid="gain"]').evaluateAll((elements) =>
      elements.map((element) => {
        const { x, y, height } = element.getBoundingClientRect();
        return [x, y, height].map(Math.round).join(' ');
      }),
    );
  const before = await places();
  await expectSteps(page, 'student', 100);
  expect(await places()).toEqual(before);
});
