// A lesson as a learner takes it, with a pointer and without one; what it locks and what it gives back; the code at its end,
// and the board on which an instructor collects it.

import type { Locator, Page } from '@playwright/test';
import { expectSound, looks } from './accessibility.ts';
import { button, changeSetting, expect, expectState, openPlayground, setting, test } from './fixtures.ts';

const lessonOf = (page: Page): Locator => page.getByTestId('lesson');
const titleOf = (page: Page): Locator => lessonOf(page).getByRole('heading', { level: 3 });
const inLesson = (page: Page, name: string | RegExp): Locator => lessonOf(page).getByRole('button', { name });
const codeField = (page: Page): Locator => page.getByRole('textbox', { name: 'Your result as a code' });

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never reached the control');
}

test('a learner predicts, runs, is marked, and hands a code to the board', async ({ page }) => {
  test.slow();
  await openPlayground(page, 'v=1&backend=wasm&distill.alpha=0.5');
  await page.getByRole('button', { name: 'New here? Take the first lesson' }).click();
  await expect(titleOf(page)).toHaveText('1. Three networks, one task');
  await expect(page).toHaveURL(/\?lesson=what-is-distillation#.*distill\.alpha=0\.5/);
  await inLesson(page, 'Next step').click();

  // Locked, and said so; no run before a prediction.
  await expect(titleOf(page)).toHaveText('2. Eighty labels, no teacher');
  await expect(setting(page, 'Alpha')).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Sweep…' })).toBeDisabled();
  await expect(setting(page, 'Alpha')).toHaveAccessibleDescription(/locked by the lesson/);
  await expect(button(page, 'Run')).toBeDisabled();
  await inLesson(page, 'Next step').dispatchEvent('click');
  await expect(titleOf(page), 'no way past the prediction').toHaveText('2. Eighty labels, no teacher');
  await lessonOf(page).getByRole('spinbutton').fill('60');
  await inLesson(page, 'That is what I expect').click();
  await expect(lessonOf(page).getByText('You said: 60 %')).toBeVisible();
  await button(page, 'Run').click();
  const outcome = page.getByTestId('outcome');
  await expect(outcome).toContainText('It came as you expected', { timeout: 90_000 });
  await expect(outcome).toContainText(/the control came to \d\d\.\d %/);
  // With the settings that it holds.
  const lesson = ['main > :first-child'];
  await expectSound(page, 'marked', { looks: [looks.desk, looks.darkPhone], within: lesson });
  await inLesson(page, 'Next step').click();

  // A reload finds the learner where the page was left.
  await page.reload();
  await expect(titleOf(page)).toHaveText('3. What the teacher was worth');
  await lessonOf(page).getByRole('radio', { name: 'With 400 labels' }).check();
  await inLesson(page, 'That is what I expect').click();
  await inLesson(page, 'Run: 400 labels').click();
  await expect(outcome).toContainText('differently from what you expected', { timeout: 90_000 });
  await expect(lessonOf(page).getByRole('row')).toHaveCount(3);
  await inLesson(page, 'To the end').click();
  await expect(lessonOf(page)).toContainText('1 of 2 predictions held');
  const code = await codeField(page).inputValue();
  expect(code).toMatch(
    /^\[DP1\|what-is-distillation\|1\|\w+\|alone:60:near:[\d.]+;gain:many:few:[\d.,-]+\|\w{7}\]$/,
  );
  await expectSound(page, 'end of a lesson', { looks: [looks.darkDesk, looks.phone], within: lesson });

  // Another learner takes it from the start: another tag.
  await inLesson(page, 'Restart this lesson').click();
  await expect(titleOf(page)).toHaveText('1. Three networks, one task');
  await inLesson(page, /^Leave/).click();
  await expect(lessonOf(page)).toBeHidden();
  await expect(setting(page, 'Alpha'), 'settings of before').toHaveValue('0.5');
  await expect(setting(page, 'Alpha')).toBeEnabled();
  await expect(page).not.toHaveURL(/lesson=/);

  // The board: a whole chat with the code twice, and one that lost its end.
  await page.getByRole('button', { name: 'Lessons' }).click();
  await page.getByRole('link', { name: 'The instructor’s board' }).click();
  const pasteBox = page.getByRole('textbox', { name: /Paste codes/ });
  await pasteBox.fill(`[10:02] Ada: ${code}\n[10:03] Bo: same as mine ${code}\nCy: ${code.slice(0, 40)}`);
  await page.getByRole('button', { name: 'Put them on the board' }).click();
  await expect(page.getByText('Read: 1 new code, 1 that was here already, 1 broken one.')).toBeVisible();
  await expect(page.getByText(/was cut off/)).toBeVisible();
  const results = page.getByTestId('lesson-results');
  await expect(results).toContainText('What is distillation?');
  await expect(results.getByRole('row', { name: /With 400 labels/ })).toContainText('1');
  await expectSound(page, 'board', { looks: [looks.desk, looks.darkPhone] });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy as CSV' }).click();
  const csv = await page.evaluate(() => navigator.clipboard.readText());
  expect(csv.split('\r\n')).toHaveLength(3);
  expect(csv).toContain('what-is-distillation,1,');
  await page.reload();
  await expect(results, 'kept in the tab').toContainText('What is distillation?');
  await page.getByRole('button', { name: 'Clear the board' }).click();
  await expect(page.getByText('The board is empty.')).toBeVisible();
});

test('a lesson from link to end without a pointer', async ({ page }) => {
  test.slow();
  await page.goto('./?lesson=hidden-class#v=1&backend=wasm');
  await expect(titleOf(page)).toBeFocused();
  await tabTo(page, lessonOf(page).getByRole('slider'));
  await page.keyboard.press('Home');
  await tabTo(page, inLesson(page, 'That is what I expect'));
  await page.keyboard.press('Enter');
  await expect(inLesson(page, 'Run: Without product questions')).toBeFocused();
  await page.keyboard.press('Enter');
  const outcome = page.getByTestId('outcome');
  await expect(outcome).toContainText('as you expected', { timeout: 90_000 });
  await tabTo(page, inLesson(page, 'Next step'));
  await page.keyboard.press('Enter');
  await expect(titleOf(page)).toHaveText('2. One number, nothing learnt anew');
  await tabTo(page, lessonOf(page).getByRole('radio').first());
  await page.keyboard.press('Space');
  await tabTo(page, inLesson(page, 'That is what I expect'));
  await page.keyboard.press('Enter');
  await expect(inLesson(page, 'Run: Bias raised by 3')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(outcome).toContainText('as you expected', { timeout: 90_000 });

  // The bias is the learner's own: live on a finished run, and undone like any setting.
  await tabTo(page, inLesson(page, 'Next step'));
  await page.keyboard.press('Enter');
  const bias = lessonOf(page).getByRole('slider', { name: /Bias of the hidden class/ });
  await tabTo(page, bias);
  await page.keyboard.press('ArrowRight');
  await expect(bias).not.toHaveAttribute('aria-valuetext', '0');
  await page.keyboard.press('Control+z');
  await expect(bias).toHaveAttribute('aria-valuetext', '0');
  await page.keyboard.press('Control+z');
  await expect(titleOf(page), 'what the lesson set is not undone').toHaveText('3. Turn it yourself');
  await tabTo(page, inLesson(page, 'To the end'));
  await page.keyboard.press('Enter');
  await expect(titleOf(page)).toHaveText('What to take along');
  await expect(codeField(page)).toHaveValue(/^\[DP1\|hidden-class\|/);
});

test('what a lesson holds stays as it is, whoever asks; the list of all', async ({ page }) => {
  await page.goto('./?lesson=temperature#v=1&backend=wasm&seed=7');
  await expect(titleOf(page)).toBeVisible();
  // Its own setting is free; a shared link holds this step's experiment, the address that of before.
  await changeSetting(page, 'Temperature T', 5);
  await expect(setting(page, 'Temperature T')).toHaveValue('5');
  await expect(page).toHaveURL(/seed=7$/);
  await page.getByRole('button', { name: /^Share/ }).click();
  await expect(page.getByRole('textbox', { name: 'Link to this experiment' })).toHaveValue(
    /^[^?]*#.*distill\.temperature=5/,
  );
  await page.keyboard.press('Escape');
  for (const name of ['New seed', 'Repeat']) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByText(/^Seed is locked by the lesson “Temperature”/)).toHaveCount(1);
  }
  await expectState(page, 'idle');
  await inLesson(page, /^Leave/).click();
  await expect(setting(page, 'Temperature T')).toHaveValue('2');
  await page.getByRole('button', { name: 'Lessons' }).click();
  await expect(page.getByRole('dialog', { name: 'Lessons' }).getByRole('listitem')).toHaveCount(12);
  const within = ['[role="dialog"]'];
  await expectSound(page, 'list of lessons', { looks: [looks.darkDesk, looks.phone], within });
});

test('a lesson that there is not says where the others are', async ({ page }) => {
  await page.goto('./?lesson=%3Cimg%20src%3Dx%3E#v=1&backend=wasm');
  await expect(page.getByRole('alert').filter({ hasText: 'There is no lesson' })).toBeVisible();
  await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: 'Lessons' })).toBeVisible();
});
