// Language models in the page: they train on every backend, write to a prompt, and show a passage token by token.

import type { Page } from '@playwright/test';
import type { BackendName } from '../src/shared/catalog/backends.ts';
import { expectNoViolations } from './accessibility.ts';
import {
  button,
  changeSetting,
  expect,
  expectBackend,
  expectState,
  expectSteps,
  openAllSettings,
  openPlayground,
  rowsOf,
  stepsOf,
  test,
} from './fixtures.ts';
import { isFull } from './full.ts';

const small = [
  'v=1&task.kind=text&task.digits=1&task.blockSize=8&distill.labels=20&distill.lambda=0.5',
  'teacher.nLayer=1&student.nEmbd=8&student.nLayer=1&student.nHead=2',
  'train.batchSize=4&train.teacherSteps=2&train.studentSteps=3&train.evalEvery=10&train.warmupSteps=0',
].join('&');

const lanes = ['teacher', 'student', 'control'] as const;

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Paste' }).click();
  await page.getByLabel('Content').fill(text);
  await page.getByRole('button', { name: 'Use this text' }).click();
}

/** Trains to the end; every lane has then been measured, and has written something. */
async function trainAndWrite(page: Page): Promise<void> {
  await button(page, 'Run').click();
  await expectState(page, 'finished', 120_000);
  const [teacher, students] = [await rowsOf(page, 'teacherScore'), await rowsOf(page, 'studentScore')];
  for (const rows of [teacher, students]) {
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.flat().every(Number.isFinite)).toBe(true);
  }
  await page.getByRole('tab', { name: 'Writing' }).click();
  for (const lane of lanes) {
    await expect(page.getByTestId(`written-${lane}`)).not.toHaveText(/ …$/, { timeout: 60_000 });
  }
}

interface Case {
  readonly backend: BackendName;
  /** Models of one size share their compiled programs, which take most of the time where graphics are software. */
  readonly teacher: string;
  readonly corpora: readonly string[];
  /** Whether it shows a passage, too. */
  readonly passage: boolean;
}

/** Beside arithmetic, which every backend learns; the slow ones do the rest in full alone. */
const cases: readonly Case[] = [
  {
    backend: 'webgpu',
    teacher: 'teacher.nEmbd=8&teacher.nHead=2',
    corpora: isFull ? ['Grammar'] : [],
    passage: true,
  },
  { backend: 'webgl', teacher: 'teacher.nEmbd=8&teacher.nHead=2', corpora: [], passage: isFull },
  {
    backend: 'wasm',
    teacher: 'teacher.nEmbd=16',
    corpora: ['Fables', 'Grammar', 'Two modes', 'Your own'],
    passage: true,
  },
];
for (const { backend, teacher, corpora, passage } of cases) {
  test(`small GPTs learn, write, and obey on ${backend}`, async ({ page }) => {
    test.setTimeout(300_000);
    await openPlayground(page, `${small}&${teacher}&backend=${backend}`);
    await expectBackend(page, backend);
    await trainAndWrite(page);
    if (passage) {
      await page.getByRole('tab', { name: 'Passage' }).click();
      const shown = page.getByRole('tabpanel', { name: 'Passage' });
      await expect(shown.getByRole('rowheader', { name: 'Teacher' })).toBeVisible({ timeout: 60_000 });
    }
    // One corpus after the other in the same worker: kernels that were compiled once serve all.
    for (const corpus of corpora) {
      await page.getByRole('combobox', { name: 'Text', exact: true }).selectOption({ label: corpus });
      if (corpus === 'Your own') {
        await paste(page, 'The small fox sat by the river and looked at the moon. '.repeat(20));
        await expect(page.getByText('Pasted text: 1,100 characters')).toBeVisible();
      }
      await trainAndWrite(page);
      await expectBackend(page, backend);
    }
    // In software what lanes write anew beside a run takes longer than its steps; on the processor they do.
    if (backend !== 'wasm') await page.getByRole('tab', { name: 'Next token' }).click();
    await changeSetting(page, 'Student steps', 5000);
    await button(page, 'Run').click();
    await expectSteps(page, 'student', 1, 60_000);
    await changeSetting(page, 'Temperature T', 4);
    await changeSetting(page, 'On-policy share', 1);
    const { student } = await stepsOf(page);
    await expectSteps(page, 'student', student + 1, 60_000);
    await button(page, 'Pause').click();
    await expectState(page, 'paused');
    const paused = await stepsOf(page);
    await button(page, 'Step').click();
    await expectSteps(page, 'student', paused.student + 1);
    expect((await stepsOf(page)).student).toBe(paused.student + 1);
    await button(page, 'Reset').click();
    await expectState(page, 'idle');
  });
}

test('a text is fetched from an address when asked, or pasted and learnt; what is none or too short is refused with the remedy', async ({
  page,
}) => {
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

  await paste(page, 'too short');
  await expect(page.getByRole('alert').filter({ hasText: 'characters' })).toBeVisible();
  await paste(page, 'The small fox sat by the river and looked at the moon. '.repeat(40));
  await expect(page.getByText('Pasted text: 2,200 characters')).toBeVisible();
  await button(page, 'Run').click();
  await expectState(page, 'training', 60_000);
  // At rest: beside a training of this size axe takes a minute on two processors.
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  await expectNoViolations(page);
});

test('before a run any text can be cut into tokens, with byte pairs learnt from the corpus; models that cannot fit are refused, and the nearest that can is one click away', async ({
  page,
}) => {
  await openPlayground(
    page,
    'v=1&task.kind=text&task.corpus=fables&task.tokenizer=bpe&task.vocabSize=400&backend=wasm',
  );
  await page.getByRole('tab', { name: 'Tokens' }).click();
  await page.getByLabel('Text to cut into tokens').fill('the fox 🦊');
  const tokens = page.getByRole('list', { name: 'Tokens of the text' });
  await expect(tokens.getByText(/^ox\d/)).toBeVisible({ timeout: 30_000 });
  // What was not learnt is told by its bytes.
  await expect(tokens).toContainText('⟨F0⟩');
  await expect(page.getByRole('region', { name: 'Vocabulary', exact: true })).toContainText('400 tokens');

  await openAllSettings(page);
  await changeSetting(page, 'Batch size', 2048);
  await page.getByLabel('Size').first().selectOption('huge');
  const refusal = page.getByRole('alert').filter({ hasText: 'of memory' });
  await expect(refusal).toBeVisible();
  await button(page, 'Run').click();
  await expect(refusal).toHaveCount(2);
  await refusal.first().getByRole('button', { name: /^Take/ }).click();
  await expect(refusal).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'What this experiment takes' })).toContainText('at most');
});
