// Take it with you: what a visitor saves opens elsewhere, and the saved page answers without a network as the lane did.

import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Download, Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { expectNoViolations } from './accessibility.ts';
import { button, eventsOf, expect, expectState, openPlayground, poll, test } from './fixtures.ts';

const brief = 'train.teacherSteps=6&train.studentSteps=6&train.evalEvery=3&backend=cpu';

async function finishRun(page: Page, link: string): Promise<void> {
  await openPlayground(page, `v=1&${link}&${brief}`);
  await button(page, 'Run').click();
  await expectState(page, 'finished', 120_000);
}

async function openPanel(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Take it with you' }).click();
  await expect(page.getByRole('heading', { name: 'A model', exact: true })).toBeVisible();
}

async function saved(page: Page, what: string): Promise<Download> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Save ${what}`, exact: true }).click(),
  ]);
  return download;
}

const bytesOf = async (download: Download) => new Uint8Array(await readFile(await download.path()));

/** What the worker said of a probe: the student's logits. */
async function studentLogits(page: Page): Promise<readonly number[]> {
  const events = await eventsOf(page, 'snapshot');
  const probe = events.findLast(({ snapshot }) => snapshot?.kind === 'probe')?.snapshot;
  if (probe?.kind !== 'probe') throw new Error('the page was asked nothing');
  return probe.logits.student;
}

/** Opens a saved page with the network off; anything it asks for fails the test. */
async function openAlone(page: Page, download: Download): Promise<void> {
  const path = `${await download.path()}.html`;
  await download.saveAs(path);
  await page.context().setOffline(true);
  await page.goto(pathToFileURL(path).href);
  await expect(page.getByRole('list', { name: 'Answers, likeliest first' })).toBeVisible();
}

const aloneLogits = async (page: Page): Promise<number[]> =>
  JSON.parse((await page.getByRole('list', { name: /^Answers/ }).getAttribute('data-logits')) ?? '[]');

function expectClose(own: readonly number[], theirs: readonly number[]): void {
  expect(theirs).toHaveLength(own.length);
  own.forEach((logit, i) => {
    expect(Math.abs(logit - (theirs[i] ?? Number.NaN))).toBeLessThan(1e-5);
  });
}

test('a message asked of the saved page is answered as the student answered it', async ({ page }) => {
  await finishRun(page, 'teacher.hidden=16&student.hidden=8');
  const message = 'please cancel order 4711 and send my money back';
  await page.getByLabel('Ask all three').fill(message);
  await poll(async () =>
    (await eventsOf(page, 'snapshot')).some(
      ({ snapshot }) =>
        snapshot?.kind === 'probe' && snapshot.probe.kind === 'text' && snapshot.probe.text === message,
    ),
  ).toBe(true);
  const own = await studentLogits(page);
  await openPanel(page);
  await expectNoViolations(page, 'the panel', '#insight');
  const download = await saved(page, 'A page');
  expect(download.suggestedFilename()).toBe('student.html');
  await openAlone(page, download);
  await page.getByLabel('Type something').fill(message);
  expectClose(own, await aloneLogits(page));
  await expectNoViolations(page);
});

/** On a saved page of the points: moved by hand and by keyboard. */
async function expectPointsAnswered(page: Page): Promise<void> {
  const before = await aloneLogits(page);
  await page.getByLabel('x', { exact: true }).fill('-0.7');
  const typed = await aloneLogits(page);
  expect(typed).not.toEqual(before);
  await page.locator('.map').click({ position: { x: 20, y: 20 } });
  expect(await aloneLogits(page)).not.toEqual(typed);
  await page.getByLabel('x', { exact: true }).fill('');
  await expect(page.getByRole('alert')).toHaveText(/reads 2 numbers/);
}

test('the saved page goes on writing where the student would', async ({ page }) => {
  test.setTimeout(120_000);
  await finishRun(
    page,
    'task.kind=text&task.digits=1&teacher.nEmbd=16&teacher.nLayer=1&student.nEmbd=16&student.nLayer=1&student.nHead=2&train.batchSize=4&train.warmupSteps=0',
  );
  await page.getByRole('tab', { name: 'Writing' }).click();
  await page.getByLabel('Prompt').fill('3+4=');
  await page.getByRole('spinbutton', { name: 'Sampling temperature' }).fill('0');
  const continuation = async () =>
    (await eventsOf(page, 'continuation'))
      .map((event) => event.continuation)
      .findLast(
        ({ lane, done, prompt }) =>
          lane === 'student' && done && prompt.text === '3+4=' && prompt.temperature === 0,
      )?.text ?? null;
  await poll(continuation).not.toBeNull();
  const own = await continuation();
  await openPanel(page);
  await openAlone(page, await saved(page, 'A page'));
  await page.getByLabel('Begin a text').fill('3+4=');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.locator('.written')).toHaveAttribute('data-tokens', /^\[/);
  // The likeliest token behind the same prompt; empty where both end there.
  const written = (await page.locator('.written').textContent()) ?? '';
  expect(written.replace('3+4=', '').slice(0, 1)).toBe(own?.slice(0, 1));
  await expectNoViolations(page);
});

test('weights asked for too early are refused with what to wait for', async ({ page }) => {
  await openPlayground(page, 'v=1&backend=wasm&train.teacherSteps=100000');
  await openPanel(page);
  await expect(page.getByText('Press Run first: there is nothing to save yet.').first()).toBeVisible();
  await button(page, 'Run').click();
  await expectState(page, 'training');
  await page.getByRole('button', { name: 'Save A page', exact: true }).click();
  await expect(page.getByText('The student has not learnt anything yet.')).toBeVisible();
  await expect(page.getByText(/The teacher learns first: wait until the students’ turn/)).toBeVisible();
  // The run goes on, and its teacher can be had.
  await page.getByRole('group', { name: 'Which model' }).getByRole('button', { name: 'Teacher' }).click();
  expect((await saved(page, 'safetensors')).suggestedFilename()).toMatch(/\.zip$/);
});

test('models, experiment, series, charts, report and a page that answers points are saved', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openPlayground(page, `v=1&task.kind=plane&task.points=50&teacher.hidden=8&${brief}`);
  await openPanel(page);
  await expect(page.getByRole('button', { name: 'Save ONNX' })).toBeDisabled();
  await expect(page.getByText('Press Run first').first()).toBeVisible();
  await button(page, 'Run').click();
  await expectState(page, 'finished', 120_000);
  const names: Readonly<Record<string, readonly string[]>> = {
    safetensors: ['model.safetensors', 'run.py', 'README.md'],
    ONNX: ['model.onnx', 'run.mjs', 'input.mjs', 'README.md'],
    'TensorFlow.js': ['model.json', 'weights.bin', 'README.md'],
    PyTorch: ['distill.py', 'data.safetensors', 'student.safetensors', 'README.md'],
    'Charts as SVG': ['loss.svg', 'accuracy.svg'],
    'Charts as PNG': ['loss.png', 'accuracy.png'],
  };
  for (const [what, files] of Object.entries(names)) {
    const zip = unzipSync(await bytesOf(await saved(page, what)));
    expect(Object.keys(zip)).toEqual(expect.arrayContaining([...files]));
    if (zip['loss.png'] !== undefined) expect([...zip['loss.png'].slice(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
    if (zip['loss.svg'] !== undefined) expect(strFromU8(zip['loss.svg'])).toContain('Student');
  }
  await expect(page.getByTestId('saving')).toHaveText(/^Saved charts-png\.zip/);
  const csv = strFromU8(await bytesOf(await saved(page, 'Series as CSV')));
  expect(csv.split('\r\n')[0]).toMatch(/^step,teacher\.loss \(nats\)/);
  const json = JSON.parse(strFromU8(await bytesOf(await saved(page, 'Series as JSON'))));
  expect(json.series['student.loss'].steps).toEqual([1, 2, 3, 4, 5, 6]);
  const [report, alone] = [await saved(page, 'Report to print'), await saved(page, 'A page')];
  const path = `${await report.path()}.html`;
  await report.saveAs(path);
  await page.goto(pathToFileURL(path).href);
  await expect(page.getByRole('heading', { name: 'A distillation experiment' })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'Validation accuracy' })).toBeVisible();
  await expect(page.getByRole('img').first()).toBeVisible();
  await openAlone(page, alone);
  await expectPointsAnswered(page);
});
