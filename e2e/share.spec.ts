// Links that carry more than settings: a result that is reproduced or not, a run, a frame; and
// the page without a network.

import type { Page } from '@playwright/test';
import { expectNoViolations } from './accessibility.ts';
import { button, expect, expectState, openPlayground, poll, test } from './fixtures.ts';

const short = 'v=1&backend=wasm&task.kind=plane&train.teacherSteps=20&train.studentSteps=20';

async function sharedLink(page: Page, withRun: boolean): Promise<string> {
  await page.getByRole('button', { name: /^Share/ }).click();
  const field = page.getByLabel('Link to this experiment');
  await expect(field).toHaveValue(/result=/);
  if (withRun) {
    await page.getByLabel('With the run itself').check();
    await expect(field).toHaveValue(/data=/);
  }
  const link = await field.inputValue();
  await page.keyboard.press('Escape');
  return link;
}

const verdict = (page: Page) => page.getByRole('region', { name: 'Compared with the sender' });

test('a link with a result and a run: the receiver reproduces it to the last digit', async ({ page }) => {
  await openPlayground(page, short);
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  const link = await sharedLink(page, true);
  const hash = new URL(link).hash.slice(1);
  expect(hash.length).toBeLessThanOrEqual(2000);

  await openPlayground(page, hash);
  await expectState(page, 'finished', 60_000);
  await expect(verdict(page)).toContainText(
    /Reproduced within 0\.00 points .*WebAssembly there and WebAssembly here/,
  );
  await expect(verdict(page)).toContainText('weights differ by nothing');
  await expectNoViolations(page, 'the verdict', '[aria-label="Compared with the sender"]');
  await page
    .getByRole('region', { name: 'A run in the link' })
    .getByRole('button', { name: 'Show it' })
    .click();
  const table = page.getByRole('region', { name: 'Table of runs' });
  await expect(table).toContainText('from a link');

  // The same link with a figure that nobody measures here.
  const foreign = hash.replace(/result=1\*wasm\*[\d.]+_/, 'result=1*webgpu*0.123_');
  expect(foreign).not.toBe(hash);
  await openPlayground(page, foreign);
  await expectState(page, 'finished', 60_000);
  await expect(verdict(page)).toContainText(
    /Not reproduced: accuracy of the teacher 12\.3 % there, [\d.]+ % here/,
  );
  await expect(verdict(page)).toContainText('WebGPU there and WebAssembly here');
});

test('a result and a run that are damaged or of another version are refused with the reason', async ({
  page,
}) => {
  await openPlayground(page, `${short}&result=7*wasm*1*2&data=H4sIAAAA`);
  await expect(
    page.getByText(/result cannot be read: it was written by another version \("7"/),
  ).toBeVisible();
  await expect(page.getByText(/The run in the link is (damaged|no file)/)).toBeVisible();
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  await expect(verdict(page)).toHaveCount(0);
});

test('the share popover is worked by keyboard alone; a run too large for a link is offered as a file, with its size', async ({
  page,
}) => {
  await openPlayground(page, 'v=1&backend=wasm&train.teacherSteps=5&train.studentSteps=5');
  const share = page.getByRole('button', { name: /^Share/ });
  await share.press('Enter');
  const field = page.getByLabel('Link to this experiment');
  await expect(field).toBeVisible();
  await expectNoViolations(page, 'the popover', '[role="dialog"]');
  // It holds the focus, Tab goes from one control to the next, and Escape leads back to where one came from.
  const dialog = page.getByRole('dialog').filter({ has: field });
  await poll(() => dialog.evaluate((node) => node.contains(document.activeElement))).toBe(true);
  const reached = new Set<string>();
  for (let i = 0; i < 3; i++) {
    reached.add(await page.evaluate(() => document.activeElement?.outerHTML ?? ''));
    await page.keyboard.press('Tab');
  }
  expect(reached.size).toBe(3);
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await expect(share).toBeFocused();

  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  await page.getByRole('button', { name: /^Share/ }).click();
  await page.getByLabel('With the run itself').check();
  await expect(
    page.getByText(/the link would be [\d,]{6,} characters long, and 2,000 are read at most/),
  ).toBeVisible();
  await expect(page.getByLabel('Link to this experiment')).not.toHaveValue(/data=/);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the run as a file' }).click();
  expect((await downloading).suggestedFilename()).toMatch(/\.distill-run$/);
  await page.getByText('QR code').click();
  await expect(page.getByRole('img', { name: 'QR code of the link above' })).toBeVisible();
  await page.getByText('Embed it in a page').click();
  await expect(page.getByLabel('Code that embeds this experiment')).toHaveValue(
    /<iframe src="[^"]+\?embed=1#/,
  );
});

test('in a frame the page is compact and keeps nothing', async ({ page }) => {
  await page.goto(`./?embed=1#${short}&run=1`);
  await expectState(page, 'finished', 60_000);
  await expect(page.getByRole('heading', { name: 'Settings' })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Runs', exact: true })).toHaveCount(0);
  await expect(page.getByRole('link', { name: /Open the whole playground/ })).toBeVisible();
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('the page reloads and trains after the first visit; a new version is offered, waits for the visitor, and takes over', async ({
    page,
    context,
  }) => {
    await openPlayground(page, short);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await context.setOffline(true);
    await page.reload();
    await expect(button(page, 'Run')).toBeVisible();
    await button(page, 'Run').click();
    await expectState(page, 'finished', 60_000);
    await expect(page.getByRole('region', { name: 'Table of runs' })).toContainText('finished');

    await context.setOffline(false);
    expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    const offer = page.getByRole('region', { name: 'New version' });
    await expect(offer).toHaveCount(0);
    // The next version comes under another address: the browser loads it beside the one that runs.
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('./sw.js?next');
    });
    await expect(offer).toContainText('A new version of this page is there.');
    await expectNoViolations(page, 'the offer', '[aria-label="New version"]');
    const address = () => page.evaluate(() => navigator.serviceWorker.controller?.scriptURL ?? '');
    expect(await address()).not.toContain('next');
    const reloaded = page.waitForEvent('load');
    await offer.getByRole('button', { name: 'Change to it' }).press('Enter');
    await reloaded;
    expect(await address()).toContain('next');
    await expect(page.getByRole('region', { name: 'Table of runs' })).toContainText('finished');
  });
});
