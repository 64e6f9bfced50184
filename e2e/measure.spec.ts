// Fidelity, seeds, cost and disputes as a visitor meets them; figures on the page are checked against what was measured.

import type { Page } from '@playwright/test';
import { spreadOf } from '../src/shared/statistics.ts';
import { expectSound, looks } from './accessibility.ts';
import {
  button,
  changeSetting,
  eventsOf,
  expect,
  expectState,
  openAllSettings,
  openPlayground,
  poll,
  rowsOf,
  stepsOf,
  test,
} from './fixtures.ts';

const tiny = 'v=1&backend=wasm&task.kind=plane&task.points=100&train.teacherSteps=40&train.studentSteps=40';
/** What axe looks at: the closer look. */
const within = ['#insight'];
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Opens a panel of the closer look; on a phone its part of the page comes first. */
async function openPanel(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('tab', { name, exact: true });
  await tab.scrollIntoViewIfNeeded();
  await tab.click();
}

/** Behind a finished run, whose models are the first points. */
async function expectCostMeasured(page: Page): Promise<void> {
  await openPanel(page, 'Cost');
  await page.getByRole('button', { name: 'Measure on this device' }).click();
  await expect(page.getByText('Measured on wasm', { exact: false })).toBeVisible({ timeout: 60_000 });
  const [event] = (await eventsOf(page, 'snapshot')).filter(({ snapshot }) => snapshot?.kind === 'cost');
  if (event?.snapshot.kind !== 'cost') throw new Error('costs were measured');
  const table = page.getByRole('region', { name: 'Cost of each lane' });
  const { student, teacher } = event.snapshot.lanes;
  const row = (name: string) => table.getByRole('row', { name: new RegExp(`^${name}`) });
  await expect(row('Validation, int4')).toContainText(percent(student.scores.int4.accuracy));
  await expect(row('Validation, fp32')).toContainText(percent(teacher.scores.fp32.accuracy));
  await expect(row('Parameters')).toContainText('1,218');
  await page.getByText('The points as numbers').click();
  await expect(page.getByRole('region', { name: 'Models of this session' }).getByRole('row')).toHaveCount(4);
  await expectSound(page, 'cost', { looks: [looks.desk, looks.darkPhone], part: 'Insight', within });
}

// What it costs on WebGPU training.spec.ts asks, where all programs are compiled already.
test('fidelity says what was measured, of a second teacher too, on each set; cost is measured when asked, and every finished run is a point', async ({
  page,
}) => {
  test.slow();
  await openPlayground(page, `${tiny}&train.secondTeacher=1`);
  await openPanel(page, 'Cost');
  await expect(page.getByText('No run has finished yet', { exact: false }).first()).toBeVisible();
  await openPanel(page, 'Fidelity');
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  const table = page.getByRole('region', { name: 'Fidelity of each model' });
  const [, accuracy = 0, , agreement = 0] = (await rowsOf(page, 'studentScore')).at(-1) ?? [];
  const student = table.getByRole('row', { name: /^\s*Student/ });
  await expect(student).toContainText(percent(accuracy));
  await expect(student).toContainText(percent(agreement));
  const [, , , second = 0] = (await rowsOf(page, 'secondScore')).at(-1) ?? [];
  await expect(table.getByRole('row', { name: /Second teacher/ })).toContainText(percent(second));
  await page.getByRole('button', { name: 'Training, label in sight' }).click();
  await expect(page.getByText('6 examples, at T = 1', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Training, label hidden' }).click();
  await expect(page.getByText('94 examples, at T = 1', { exact: false })).toBeVisible();
  await expectSound(page, 'fidelity', { looks: [looks.desk, looks.darkPhone], part: 'Insight', within });
  await expectCostMeasured(page);
});

test('inside: units are chosen by arrow keys, told in numbers, and found again in the teacher', async ({
  page,
}) => {
  await openPlayground(page, `${tiny}&teacher.hidden=12&student.hidden=4-3&student.activation=relu`);
  await openPanel(page, 'Inside');
  await expect(page.getByText('Press Run: the maps of all three networks')).toBeVisible();
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  const network = (name: string) => page.getByRole('group', { name: `${name}: network` });
  // Of twelve units eight are shown, beside two classes.
  await expect(network('Teacher').getByRole('button')).toHaveCount(10);
  const unit = network('Student').getByRole('button', { name: /^Student, layer 1, unit 2:/ });
  await unit.click();
  await page.keyboard.press('ArrowRight');
  const weights = page.getByRole('region', { name: /^Weights into Student, layer 2, unit/ });
  await expect(weights.getByRole('row')).toHaveCount(1 + 4);
  await page.keyboard.press('ArrowLeft');
  await expect(
    page.getByRole('region', { name: /^Weights into Student, layer 1/ }).getByRole('row'),
  ).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'CKA: Control and teacher' }).getByRole('row')).toHaveCount(
    4,
  );
  await expectSound(page, 'inside', { looks: [looks.desk, looks.darkPhone], part: 'Insight', within });
});

test('seeds: one run after the other, paused, resumed and stopped early, and the headline speaks of all', async ({
  page,
}) => {
  test.slow();
  await openPlayground(page, tiny.replace('studentSteps=40', 'studentSteps=300'));
  await page.getByLabel('Repeat with').fill('3');
  await page.getByRole('button', { name: 'Repeat', exact: true }).click();
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  await expect(page.getByTestId('repeat')).toContainText('paused');
  await button(page, 'Resume').click();
  const repeat = page.getByTestId('repeat');
  const state = () => repeat.getAttribute('data-state');
  await poll(state, { timeout: 60_000, message: 'state of the repetition' }).toBe('done');
  await expect(repeat).toContainText('3 of 3 seeds done');
  const runs = (await eventsOf(page, 'started')).map(({ runId }) => runId);
  expect(new Set(runs).size).toBe(3);
  const gains = await Promise.all(
    runs.map(async (runId) => {
      const [, student = 0, , , , control = 0] = (await rowsOf(page, 'studentScore', runId)).at(-1) ?? [];
      return 100 * (student - control);
    }),
  );
  const { mean, interval } = spreadOf(gains);
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
  const isNothing = interval[0] <= 0 && interval[1] >= 0;
  await expect(page.getByTestId('gain')).toContainText(isNothing ? 'No difference seen' : signed(mean));
  await expect(page.getByText('Over 3 seeds', { exact: false })).toContainText(
    `${signed(interval[0])} to ${signed(interval[1])} points`,
  );
  await openPanel(page, 'Seeds');
  await expect(page.getByRole('region', { name: 'Figures of each seed' }).getByRole('row')).toHaveCount(7);
  // The headline speaks of them, too.
  await expectSound(page, 'seeds', {
    looks: [looks.desk, looks.darkPhone],
    part: 'Insight',
    within: [...within, '#learning', '[data-testid="repeat"]'],
  });

  // Stopped early: what was measured stays.
  await changeSetting(page, 'Student steps', 40);
  await page.getByLabel('Repeat with').fill('20');
  await page.getByRole('button', { name: 'Repeat', exact: true }).click();
  await expect(repeat).toContainText(/^[2-9] of 20 seeds done/, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop repeating' }).click();
  await expect(repeat).toHaveAttribute('data-state', 'stopped');
  const [done] = (await repeat.textContent())?.split(' ') ?? [];
  await expect(page.getByText(`Over ${done} seeds`, { exact: false })).toBeVisible();
  await expect(button(page, 'Run')).toBeEnabled();
});

test('disputes of any two lanes, in texts too, lead to a question; and where their heads look', async ({
  page,
}) => {
  const text =
    'v=1&backend=wasm&task.kind=text&task.corpus=bimodal&task.blockSize=8&teacher.nEmbd=16&student.nEmbd=8&teacher.nLayer=1&student.nLayer=1&train.teacherSteps=10&train.studentSteps=10';
  await openPlayground(page, text);
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  await page.getByRole('tab', { name: 'Disagreements' }).click();
  await page.getByLabel('KL of').selectOption('student ‖ control');
  await expect(page.getByText(/Other answers on [\d,]+ of [\d,]+ places/)).toBeVisible();
  const first = page.getByRole('tabpanel').getByRole('listitem').first().getByRole('button');
  await first.click();
  await expect(first).toHaveAttribute('aria-pressed', 'true');
  await openPanel(page, 'Inside');
  const heads = page.getByRole('group', { name: 'Student: heads of attention' }).getByRole('button');
  await expect(heads).toHaveCount(4);
  await heads.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(heads.nth(1)).toHaveAttribute('aria-pressed', 'true');
  const shares = page.getByRole('region', { name: 'Where the token looks' }).getByRole('row');
  // Beside the head of the table a row for each of the eight tokens; the first one sees itself alone.
  await expect(shares).toHaveCount(9);
  await page.getByRole('slider', { name: 'Token that looks' }).press('Home');
  await expect(shares).toHaveCount(2);
  await expect(shares.last()).toContainText(/100\.0 %\s*100\.0 %/);
  await expectSound(page, 'heads', {
    looks: [looks.desk, looks.darkPhone],
    within,
    part: 'Insight',
  });
});

test('a class that the student never met: found by the bias alone, without learning again', async ({
  page,
}) => {
  await openPlayground(page, 'backend=wasm&distill.temperature=4&distill.labels=4000');
  await openAllSettings(page);
  await page.getByRole('combobox', { name: 'Hidden class' }).selectOption('Product question');
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  const hidden = (lane: string) => page.locator(`article[data-lane=${lane}]`).getByTestId('hidden');
  const share = async (lane: string) =>
    Number.parseFloat((await hidden(lane).innerText()).replace(/[^\d.]/g, ''));
  await expect(hidden('student')).toContainText('Product question');
  expect(await share('student')).toBeLessThan(30);
  const steps = await stepsOf(page);
  await changeSetting(page, 'Bias of the hidden class', 3);
  await poll(() => share('student')).toBeGreaterThan(75);
  expect(await share('control')).toBeLessThan(10);
  expect(await stepsOf(page)).toEqual(steps);
  await expectState(page, 'finished');
});

test('a teaching assistant: trained between, shown, and compared with the student without it', async ({
  page,
}) => {
  await openPlayground(page, `${tiny}&train.assistantSteps=40`);
  await openAllSettings(page);
  await page.getByRole('combobox', { name: 'Teaching assistant' }).selectOption({ index: 1 });
  await expect(page.getByRole('combobox', { name: /^Control/ })).toHaveValue('direct');
  await button(page, 'Run').click();
  await expectState(page, 'finished');
  const seen = (await eventsOf(page, 'status')).map(({ status }) => status.assistantStep);
  expect(Math.max(...seen)).toBe(40);
  const rows = await rowsOf(page, 'assistantScore');
  const last = rows[rows.length - 1]?.[1] ?? Number.NaN;
  await expect(page.getByTestId('assistant')).toContainText(percent(last));
  await expect(page.getByRole('heading', { name: 'The assistant’s worth' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Shown in the charts' })).toContainText('Direct');
  const assistant = { looks: [looks.desk, looks.darkPhone], within: ['#learning'] };
  await expectSound(page, 'an assistant', assistant);
});
