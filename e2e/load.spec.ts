// What is painted before the page's script is there: the page as it looks first, in its place, and heeded when it is pressed.

import type { Page } from '@playwright/test';
import { button, expect, poll, statusOf, test } from './fixtures.ts';

/** Holds the page's first script back until the function that comes back is called. */
async function holdScript(page: Page): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/assets\/index-[^/]*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  return () => release();
}

const places = (page: Page): Promise<string[]> =>
  page.locator('[role=toolbar] button, [data-lane], [aria-labelledby=gain-title]').evaluateAll((elements) =>
    elements.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y, width, height].map(Math.round).join(' ');
    }),
  );

test('the page is painted before its script is there, does not move then, and hears what was pressed', async ({
  page,
}) => {
  // Set by the script that also shows the page: the sign that it has run.
  await page.addInitScript(() => {
    if (location.protocol === 'http:') localStorage.setItem('theme', 'dark');
  });
  const release = await holdScript(page);
  const open = async (address: string) => {
    await page.goto('about:blank');
    await page.goto(address, { waitUntil: 'commit' });
    await poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  };
  for (const other of ['./#v=1&task.kind=plane', './?embed=1', './?board', './?lesson=temperature']) {
    await open(other);
    await expect(page.locator('#root > *'), other).toHaveCount(0);
  }
  await open('./');
  const shell = page.locator('.shell');
  await expect(shell).toHaveAttribute('inert');
  const before = await places(page);
  expect(before).toHaveLength(8);
  const run = await button(page, 'Run').boundingBox();
  await page.mouse.click((run?.x ?? 0) + 20, (run?.y ?? 0) + 10);
  release();
  await expect(shell).toHaveCount(0);
  expect(await places(page)).toEqual(before);
  await poll(() => statusOf(page).getAttribute('data-state')).not.toBe('idle');
});
