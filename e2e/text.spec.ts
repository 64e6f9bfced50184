// Language models in the page: they train on every backend, write to a prompt, and show a passage token by token.

import AxeBuilder from '@axe-core/playwright';
import { button, expect, expectBackend, expectState, openPlayground, test } from './fixtures.ts';

const small = [
  'v=1&task.kind=text&task.digits=1&distill.labels=20&distill.lambda=0.5',
  'teacher.nEmbd=16&teacher.nLayer=1&student.nEmbd=8&student.nLayer=1&student.nHead=2',
  'train.batchSize=4&train.teacherSteps=3&train.studentSteps=4&train.evalEvery=2&train.warmupSteps=0',
].join('&');

for (const backend of ['webgpu', 'webgl', 'wasm'] as const) {
  test(`a small GPT learns and writes on ${backend}`, async ({ page }) => {
    test.setTimeout(240_000);
    await openPlayground(page, `${small}&backend=${backend}`);
    await expectBackend(page, backend);
    await button(page, 'Run').click();
    await expectState(page, 'finished', 200_000);
    await page.getByRole('tab', { name: 'Writing' }).click();
    await page.getByLabel('Prompt').fill('3+4=');
    for (const lane of ['teacher', 'student', 'control']) {
      await expect(page.getByTestId(`written-${lane}`)).not.toHaveText('3+4= …', { timeout: 60_000 });
      await expect(page.getByTestId(`written-${lane}`)).toContainText('3+4=');
    }
    await page.getByRole('tab', { name: 'Passage' }).click();
    await expect(page.getByRole('rowheader', { name: 'Teacher' })).toBeVisible({ timeout: 60_000 });
  });
}

test('a text of the visitor is learnt, and one that is too short is refused with the remedy', async ({
  page,
}) => {
  await openPlayground(page, 'v=1&task.kind=text&task.corpus=own&backend=wasm');
  const paste = async (text: string) => {
    await page.getByRole('button', { name: 'Paste' }).click();
    await page.getByLabel('Content').fill(text);
    await page.getByRole('button', { name: 'Use this text' }).click();
  };
  await paste('too short');
  await expect(page.getByRole('alert').filter({ hasText: 'characters' })).toBeVisible();
  await paste('The small fox sat by the river and looked at the moon. '.repeat(40));
  await expect(page.getByText('Pasted text: 2,200 characters')).toBeVisible();
  await button(page, 'Run').click();
  await expectState(page, 'training', 60_000);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations).toEqual([]);
});

test('a text is fetched from an address when asked, and what is none is refused', async ({ page }) => {
  const asked: string[] = [];
  await page.route('https://stories.test/**', async (route) => {
    asked.push(route.request().url());
    const headers = { 'access-control-allow-origin': '*' };
    if (route.request().url().endsWith('.html')) {
      await route.fulfill({ headers, contentType: 'text/html', body: '<!doctype html><p>A page' });
    } else {
      const body = 'The owl asked the moon where the river goes at night. '.repeat(40);
      await route.fulfill({ headers, contentType: 'text/plain', body });
    }
  });
  await openPlayground(page, 'v=1&task.kind=text&task.corpus=own&backend=wasm');
  const address = page.getByLabel('Or fetch it from an address');
  await address.fill('https://stories.test/owl.txt');
  expect(asked).toEqual([]);
  await address.press('Enter');
  await expect(page.getByText('owl.txt: 2,160 characters')).toBeVisible();
  await address.fill('stories.test/owl.html');
  await page.getByRole('button', { name: 'Fetch' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'a web page' })).toBeVisible();
  // What was there stays.
  await expect(page.getByText('owl.txt: 2,160 characters')).toBeVisible();
});
