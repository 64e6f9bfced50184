// Each backend trains all lanes, answers what it is asked, and obeys the run bar and the knobs.

import type { Page } from '@playwright/test';
import type { BackendName } from '../src/shared/catalog/backends.ts';
import {
  button,
  changeSetting,
  eventsOf,
  expect,
  expectBackend,
  expectState,
  expectSteps,
  openPlayground,
  poll,
  rowsOf,
  stepsOf,
  test,
} from './fixtures.ts';

interface Case {
  readonly backend: BackendName;
  /** Settings of a whole run, from its first step to its last. */
  readonly whole: string;
  /** true: enough steps that losses must have fallen. */
  readonly learns: boolean;
}

/** Without the factor T squared the teacher's term shrinks by far more than learning could in one step. */
const knobs = 'distill.temperature=1&distill.tSquared=false&distill.alpha=1';

// In software a step takes a good part of a second, and so does each program that is compiled: few, small steps there, models
// of one size, and one visit for both runs.
const small = `${knobs}&train.batchSize=16&train.evalEvery=1000&teacher.hidden=8&student.hidden=8`;
const graphics: readonly Case[] = [
  { backend: 'webgpu', whole: `train.teacherSteps=6&train.studentSteps=6&${small}`, learns: false },
  {
    backend: 'webgl',
    whole: `train.teacherSteps=20&train.studentSteps=20&train.learningRate=0.01&${small}`,
    learns: true,
  },
];

/** Long enough for a step that nobody asked for to show (ms). */
const aWhile = 500;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function expectCurve(rows: readonly (readonly number[])[], column: number, learns: boolean): void {
  const losses = rows.map((row) => row[column] ?? Number.NaN);
  expect(losses.every(Number.isFinite), 'all losses are numbers').toBe(true);
  if (learns) expect(mean(losses.slice(-10))).toBeLessThan(mean(losses.slice(0, 10)));
}

async function expectAllLanesAnswer(page: Page): Promise<void> {
  const sentence = 'my card was stolen, please block it';
  const before = (await eventsOf(page, 'snapshot')).length;
  await page.getByLabel('Ask all three').fill(sentence);
  const answered = async () =>
    (await eventsOf(page, 'snapshot'))
      .slice(before)
      .some(
        ({ snapshot }) =>
          snapshot?.kind === 'probe' && snapshot.probe.kind === 'text' && snapshot.probe.text === sentence,
      );
  await poll(answered, { timeout: 30_000, message: 'an answer to the typed sentence' }).toBe(true);
  const last = (await eventsOf(page, 'snapshot')).findLast(({ snapshot }) => snapshot?.kind === 'probe');
  if (last?.snapshot.kind !== 'probe') throw new Error('there is no answer');
  for (const lane of ['teacher', 'student', 'control'] as const) {
    const logits = last.snapshot.logits[lane];
    expect(logits, `${lane}: one logit for each of the eight intents`).toHaveLength(8);
    expect(logits.every(Number.isFinite)).toBe(true);
  }
  const answers = page.getByRole('table', { name: /Probability of each class/ });
  await expect(answers).toBeVisible();
  for (const lane of ['Teacher', 'Student', 'Control']) await expect(answers).toContainText(lane);
}

async function expectWholeRun(page: Page, { backend, learns }: Case): Promise<void> {
  await expectBackend(page, backend);
  await button(page, 'Run').click();
  await expectState(page, 'finished', 120_000);

  const teacher = await rowsOf(page, 'teacherLoss');
  const students = await rowsOf(page, 'studentLoss');
  const steps = await stepsOf(page);
  expect(teacher.at(-1)?.[0]).toBe(steps.teacher);
  expect(students.at(-1)?.[0]).toBe(steps.student);
  expectCurve(teacher, 1, learns);
  expectCurve(students, 1, learns);
  expectCurve(students, 4, learns);
  await expectBackend(page, backend);

  for (const lane of ['teacher', 'student', 'control']) {
    await expect(page.locator(`[data-lane="${lane}"]`).getByTestId('accuracy')).toContainText(/\d/);
  }
  await expect(page.getByTestId('gain')).toContainText(/\d/);
  await expect(page.locator('.recharts-surface').first()).toBeVisible();
  await expectAllLanesAnswer(page);
}

/** From the idle page, with a run that will not end meanwhile. */
async function expectObedience(page: Page, backend: BackendName): Promise<void> {
  await expectBackend(page, backend);
  const startedBefore = (await eventsOf(page, 'started')).length;
  await button(page, 'Run').click();
  await expectSteps(page, 'student', 2, 60_000);
  const starts = async () => (await eventsOf(page, 'started')).slice(startedBefore);
  const runId = (await starts())[0]?.runId;
  expect(runId).toBeDefined();
  const studentRows = () => rowsOf(page, 'studentLoss', runId);
  const before = await stepsOf(page);
  await changeSetting(page, 'Temperature T', 20);
  await expect(page).toHaveURL(/distill\.temperature=20/);

  const fallsAtOnce = async () => {
    const terms = (await studentRows()).map((row) => row[3] ?? Number.NaN);
    return terms.some((term, i) => i > 0 && term < (terms[i - 1] ?? 0) / 20);
  };
  await poll(fallsAtOnce, { timeout: 60_000, message: "a jump of the teacher's term" }).toBe(true);
  await expectSteps(page, 'student', before.student + 1);
  await expectState(page, 'training');

  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  const paused = await stepsOf(page);
  const rows = await studentRows();
  expect(
    rows.map(([step]) => step),
    'no step twice, none left out',
  ).toEqual(rows.map((_, i) => i + 1));
  await page.waitForTimeout(aWhile);
  expect(await stepsOf(page)).toEqual(paused);
  expect(await studentRows()).toHaveLength(rows.length);

  await button(page, 'Step').click();
  await poll(async () => (await stepsOf(page)).total).toBe(paused.total + 1);
  await page.waitForTimeout(aWhile);
  expect((await stepsOf(page)).total).toBe(paused.total + 1);
  expect(await studentRows()).toHaveLength(rows.length + 1);
  await expectState(page, 'paused');

  await button(page, 'Resume').click();
  await expectSteps(page, 'student', paused.student + 3, 60_000);
  expect(await starts(), 'the run was started once').toHaveLength(1);
  await expectBackend(page, backend);

  await button(page, 'Reset').click();
  await expectState(page, 'idle');
  expect(await stepsOf(page)).toEqual({ teacher: 0, student: 0, total: 0 });
  await expect(button(page, 'Run')).toBeEnabled();
}

/** What answers take is measured where the run was. */
async function expectCost(page: Page, backend: BackendName): Promise<void> {
  await page.getByRole('tab', { name: 'Cost', exact: true }).click();
  await page.getByRole('button', { name: 'Measure on this device' }).click();
  await expect(page.getByText(`Measured on ${backend}`)).toBeVisible({ timeout: 60_000 });
  const event = (await eventsOf(page, 'snapshot')).findLast(({ snapshot }) => snapshot?.kind === 'cost');
  if (event?.snapshot.kind !== 'cost') throw new Error('costs were measured');
  const { scores } = event.snapshot.lanes.student;
  const last = (await rowsOf(page, 'studentScore')).at(-1);
  expect(scores.fp32.accuracy, 'the weights as they are').toBeCloseTo(last?.[1] ?? Number.NaN, 5);
  await expect(
    page.getByRole('region', { name: 'Cost of each lane' }).getByRole('row', { name: /^Validation, int4/ }),
  ).toContainText(`${(100 * scores.int4.accuracy).toFixed(1)} %`);
}

for (const each of graphics) {
  test(`on ${each.backend} a run goes from the first step to the last, all lanes answer, and it obeys`, async ({
    page,
  }) => {
    test.slow();
    await openPlayground(page, `v=1&backend=${each.backend}&${each.whole}`);
    await expectWholeRun(page, each);
    if (each.backend === 'webgpu') await expectCost(page, each.backend);
    await button(page, 'Reset').click();
    await expectState(page, 'idle');
    await changeSetting(page, 'Student steps', 50_000);
    await expectObedience(page, each.backend);
  });
}

test('on wasm the default experiment goes from the first step to the last and all lanes answer', async ({
  page,
}) => {
  await openPlayground(page, 'v=1&backend=wasm');
  await expectWholeRun(page, { backend: 'wasm', whole: '', learns: true });
});

test('on wasm a run obeys: a new temperature is in the next loss; pause, step, resume and reset', async ({
  page,
}) => {
  await openPlayground(page, `v=1&backend=wasm&train.teacherSteps=50&train.studentSteps=100000&${knobs}`);
  await expectObedience(page, 'wasm');
});

test('a step from the idle page takes one step and waits; pause pressed while a run is starting holds it', async ({
  page,
}) => {
  await openPlayground(page, 'v=1&backend=wasm&train.studentSteps=100000');
  await button(page, 'Step').click();
  await poll(async () => (await stepsOf(page)).total, { timeout: 30_000 }).toBe(1);
  await expectState(page, 'paused');
  await page.waitForTimeout(aWhile);
  expect((await stepsOf(page)).total).toBe(1);

  await page.reload();
  await button(page, 'Run').click();
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  const paused = await stepsOf(page);
  await page.waitForTimeout(aWhile);
  expect(await stepsOf(page)).toEqual(paused);
});
