// The whole journey without a pointer: reach every control, run, pause, step, reset, turn a knob, read the shortcuts.

import type { Locator, Page } from '@playwright/test';
import {
  button,
  eventsOf,
  expect,
  expectState,
  expectSteps,
  openPlayground,
  poll,
  setting,
  slowDown,
  stepsOf,
  test,
} from './fixtures.ts';

const link = 'v=1&backend=wasm&train.teacherSteps=20&train.studentSteps=100000';

/** Presses Tab until `target` has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never reached the control');
}

/** Leaves every control, as Escape and a click beside them do. */
const leaveControls = (page: Page) =>
  page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : null));

/** Long enough for what a key should not have done to show (ms). */
const aWhile = 300;

test('Tab reaches Run; Enter and Space press it, once each time; arrow keys turn the temperature of a run, the link past the bar moves the focus; then Space, right arrow and R', async ({
  page,
}) => {
  await openPlayground(page, link);
  await slowDown(page);
  await tabTo(page, button(page, 'Run'));
  await page.keyboard.press('Enter');
  await expectSteps(page, 'student', 1);
  await expectState(page, 'training');
  await expect(button(page, 'Pause'), 'the focus stays').toBeFocused();
  await page.keyboard.press('Space');
  await expectState(page, 'paused');
  const paused = await stepsOf(page);
  await page.waitForTimeout(aWhile);
  expect(await stepsOf(page)).toEqual(paused);
  // Tab by Tab at rest: beside a run each of them waits for a frame.
  const slider = page.getByRole('slider', { name: /^Temperature T/ });
  await tabTo(page, slider);
  await button(page, 'Resume').press('Enter');
  await expectState(page, 'training');

  await slider.focus();
  const before = await setting(page, 'Temperature T').inputValue();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(setting(page, 'Temperature T')).not.toHaveValue(before);
  await expect(page).toHaveURL(/distill\.temperature=/);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.getByRole('button', { name: /^Skip/ }).focus();
  await page.keyboard.press('Enter');
  await page.waitForTimeout(aWhile);
  await expectState(page, 'training');
  expect(await eventsOf(page, 'started'), 'the same run goes on').toHaveLength(1);
  expect(page.url(), 'the experiment stays in the address').toContain('train.teacherSteps=20');

  await leaveControls(page);
  await page.keyboard.press('Space');
  await expectState(page, 'paused');
  const { total } = await stepsOf(page);
  await page.keyboard.press('ArrowRight');
  await poll(async () => (await stepsOf(page)).total).toBe(total + 1);
  await page.keyboard.press('r');
  await expectState(page, 'idle');
  expect((await stepsOf(page)).total).toBe(0);
  await page.keyboard.press('Space');
  await expectSteps(page, 'student', 1);
});

test('no shortcut acts inside a field; ? opens their list, Escape closes it, the focus comes back; switched off they stay off', async ({
  page,
}) => {
  await openPlayground(page, link);
  const box = setting(page, 'Temperature T');
  await box.focus();
  await page.keyboard.press('r');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(aWhile);
  await expectState(page, 'idle');
  await leaveControls(page);

  const opener = page.getByRole('button', { name: 'Keyboard shortcuts' });
  await page.keyboard.press('Shift+?');
  const list = page.getByRole('dialog', { name: /shortcuts/i });
  await expect(list).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await tabTo(page, opener);
  await page.keyboard.press('Enter');
  await expect(list).toBeVisible();
  await page.getByRole('checkbox', { name: /shortcuts are on/i }).press('Space');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(opener).toBeFocused();
  await page.reload();
  await expect(button(page, 'Run')).toBeEnabled();
  await leaveControls(page);
  await page.keyboard.press('Space');
  await page.waitForTimeout(aWhile);
  await expectState(page, 'idle');
});
