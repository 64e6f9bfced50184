// Runs that stay: a reload in mid-run, a full storage, another tab, a broken record; the table, the comparison, forks,
// files.

import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expectNoViolations, expectSound, looks } from './accessibility.ts';
import {
  button,
  changeSetting,
  dropFile,
  eventsOf,
  expect,
  expectState,
  expectSteps,
  openAllSettings,
  openPlayground,
  poll,
  rowsOf,
  setting,
  test,
} from './fixtures.ts';

const short = 'v=1&backend=wasm&task.kind=plane&train.teacherSteps=20&train.studentSteps=20';
const long = 'v=1&backend=wasm&task.kind=plane&train.teacherSteps=20&train.studentSteps=100000';

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Runs', exact: true });
const table = (page: Page): Locator => panel(page).getByRole('region', { name: 'Table of runs' });
const rows = (page: Page): Locator => table(page).locator('tbody tr');
const offer = (page: Page): Locator => page.getByRole('region', { name: 'A run was under way' });

async function runOnce(page: Page): Promise<void> {
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
}

/** What the page's database holds of a run, by the page's own reading of it. */
const storedWeights = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('distillation-runs');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction('checkpoints').objectStore('checkpoints').getAllKeys();
          // Earlier weights of a run lie beside its last ones.
          all.onsuccess = () => resolve(all.result.filter((key) => !String(key).includes('#')).length);
          opening.result.close();
        };
      }),
  );

test('a reload in mid-run loses nothing: the run goes on from its checkpoint, on the same curves, or is discarded', async ({
  page,
}) => {
  await openPlayground(page, `${long}&run=1`);
  await expectSteps(page, 'student', 50);
  await poll(() => storedWeights(page), { message: 'weights in the database' }).toBe(1);
  const before = await rowsOf(page, 'studentLoss');
  const kept = (await eventsOf(page, 'checkpoint'))[0]?.checkpoint.lanes.student.step ?? 0;
  await page.reload();
  await expect(offer(page)).toContainText(/A run was under way: \w+ \w+, step [\d,]+ of 100,020/);
  // Nothing has begun by itself.
  await expectState(page, 'idle');
  await offer(page).getByRole('button', { name: 'Continue' }).click();
  await expectSteps(page, 'student', kept + 10);
  const [start] = await eventsOf(page, 'started');
  expect(start?.fromStudentStep, 'goes on behind the first checkpoint').toBeGreaterThanOrEqual(kept);
  const after = await rowsOf(page, 'studentLoss');
  const repeated = after.filter(([step]) => before.some(([known]) => known === step));
  for (const row of repeated) expect(before.find(([step]) => step === row[0])).toEqual(row);
  await expect(rows(page)).toHaveCount(1);

  // Interrupted again and discarded, it stays in the table and can be opened.
  await page.reload();
  await offer(page).getByRole('button', { name: 'Discard' }).click();
  await expect(offer(page)).toBeHidden();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText(/stopped at \d+/);
  await rows(page).first().getByRole('button', { name: /^Open/ }).click();
  await expectState(page, 'paused');
});

test('runs are listed, filtered, sorted, drawn, compared, deleted and brought back; they outlive a reload', async ({
  page,
}) => {
  await openPlayground(page, short);
  await runOnce(page);
  await changeSetting(page, 'Temperature T', 5);
  await runOnce(page);
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toContainText('Temperature T 2 → 5');

  await panel(page).getByLabel('Filter').fill('first');
  await expect(rows(page)).toHaveCount(1);
  await panel(page).getByLabel('Filter').fill('');
  const started = table(page).getByRole('columnheader', { name: 'Started' });
  await expect(started).toHaveAttribute('aria-sort', 'descending');
  await started.getByRole('button').click();
  await expect(started).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows(page).first()).toContainText('the first one here');

  for (const draw of await table(page).getByRole('checkbox').all()) {
    await draw.click();
    await expect(draw).toBeChecked();
  }
  await expect(
    page.getByRole('list', { name: 'Other runs in the charts' }).getByRole('listitem'),
  ).toHaveCount(2);
  const compared = panel(page).getByRole('region', { name: 'Runs compared' });
  await expect(compared.getByRole('row', { name: /Temperature T/ })).toContainText(/2\s*5|5\s*2/);
  await expect(compared.getByRole('row', { name: /Learning rate/ })).toHaveCount(0);
  await rows(page).first().getByRole('button', { name: /^Pin/ }).click();
  await expect(rows(page).first()).toContainText('baseline');

  await expectSound(page, 'compared', { looks: [looks.darkPhone], part: 'Insight' });

  await rows(page)
    .last()
    .getByRole('button', { name: /^Delete/ })
    .click();
  await expect(rows(page)).toHaveCount(1);
  await panel(page).getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
  await rows(page).first().getByRole('button', { name: /^Open/ }).click();
  await expectState(page, 'finished');
  await expect(page.getByTestId('gain')).toContainText(/\d/);
});

/** The latest of three finished runs is saved; its file opens again, and a broken one is told apart. */
async function expectFilesRead(page: Page): Promise<void> {
  const downloading = page.waitForEvent('download');
  await rows(page).first().getByRole('button', { name: /^File/ }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.distill-run$/);
  const file = page.locator('input[type=file][accept=".distill-run"]');
  await file.setInputFiles(await download.path());
  await expect(rows(page)).toHaveCount(4);
  await expect(rows(page).first()).toContainText('from a file');
  await expectState(page, 'finished');
  // The same file dropped anywhere on the page.
  await dropFile(page, 'dropped.distill-run', '', await readFile(await download.path()));
  await expect(rows(page)).toHaveCount(5);
  await dropFile(page, 'broken.distill-run', '', Buffer.from('no run'));
  await expect(page.getByText('broken.distill-run is no file of a run.')).toBeVisible();
  await file.setInputFiles({
    name: 'x.distill-run',
    mimeType: 'text/plain',
    buffer: Buffer.from('a,b\n1,2'),
  });
  await expect(page.getByText('x.distill-run is no file of a run.')).toBeVisible();
  await expect(rows(page)).toHaveCount(5);
}

test('a fork goes on from the weights, and says what it cannot take over; a run saved as a file opens again', async ({
  page,
}) => {
  await openPlayground(page, short);
  await runOnce(page);
  await rows(page).first().getByRole('button', { name: /^Fork/ }).click();
  const note = page.getByRole('region', { name: 'Fork of a run' });
  await expect(note).toContainText('raise the student steps');
  await expectNoViolations(page, 'a fork', '[aria-label="Fork of a run"]', '#insight');
  await openAllSettings(page);
  await changeSetting(page, 'Student steps', 40);
  await expect(note).toContainText('goes on from its weights');
  await changeSetting(page, 'Seed', 9);
  await expect(note).toContainText(/begins anew: Seed cannot change/);
  await page.getByRole('button', { name: 'Undo the last change of settings' }).click();
  await expect(setting(page, 'Seed')).toHaveValue('1');
  await runOnce(page);
  const start = (await eventsOf(page, 'started')).at(-1);
  expect([start?.fromTeacherStep, start?.fromStudentStep]).toEqual([20, 20]);
  await expect(rows(page)).toHaveCount(2);
  // From the middle of the first run: some of its earlier weights are kept too.
  await rows(page).last().getByRole('button', { name: /^Fork/ }).click();
  const place = note.getByRole('combobox', { name: 'Begin at' });
  await expect(place).toHaveValue('40');
  const [earlier] = await place.locator('option').allInnerTexts();
  await place.selectOption({ index: 0 });
  await expect(note.getByRole('status')).toContainText(earlier ?? 'no place');
  await runOnce(page);
  const middle = (await eventsOf(page, 'started')).at(-1);
  const at = Number(earlier?.match(/\d+/)?.[0]);
  expect([middle?.fromTeacherStep, middle?.fromStudentStep]).toEqual(
    earlier?.startsWith('teacher') ? [at, 0] : [20, at],
  );

  await expect(rows(page)).toHaveCount(3);
  await expectFilesRead(page);
});

const ownTable = [
  'x,y,kind',
  ...Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * 5) % 11},${i % 2 === 0 ? 'a' : 'b'}`),
].join('\n');
const ownText = 'The small fox sat by the river and looked at the moon. '.repeat(20);
const ownData = [
  {
    name: 'mine.csv',
    type: 'text/csv',
    content: ownTable,
    amount: '60 rows',
    link: long.replace('plane', 'table'),
  },
  {
    name: 'mine.txt',
    type: 'text/plain',
    content: ownText,
    amount: `${ownText.length} characters`,
    link: `${long.replace('plane', 'text')}&task.corpus=own&teacher.nLayer=1&student.nLayer=1&train.batchSize=4`,
  },
];

for (const { name, type, content, amount, link } of ownData) {
  test(`a run on ${name} asks for it again before it goes on`, async ({ page }) => {
    const bring = async () => {
      await dropFile(page, name, type, Buffer.from(content));
      await expect(page.getByText(name).first()).toBeVisible();
    };
    await openPlayground(page, link);
    await bring();
    await button(page, 'Run').click();
    // Weights of the students are there to go on from, and a pause writes them.
    const learnt = async () =>
      (await eventsOf(page, 'checkpoint')).at(-1)?.checkpoint.lanes.student.step ?? 0;
    await poll(learnt).toBeGreaterThan(0);
    await button(page, 'Pause').click();
    await expectState(page, 'paused');
    await poll(() => storedWeights(page)).toBe(1);
    await page.reload();
    await expect(offer(page)).toBeVisible();
    await expectNoViolations(page, 'the offer to go on', '[aria-label="A run was under way"]');
    await offer(page).getByRole('button', { name: 'Continue' }).click();
    await expect(
      page.getByText(`learnt from your own data, which are not kept: “${name}” with ${amount}`),
    ).toBeVisible();
    await bring();
    await rows(page).first().getByRole('button', { name: /^Open/ }).click();
    await expectState(page, 'paused');
    const start = (await eventsOf(page, 'started')).at(-1);
    expect(start?.fromStudentStep).toBeGreaterThan(0);
  });
}

test('a full storage drops the oldest weights and says so; figures stay', async ({ page }) => {
  // The second checkpoint of another run finds no room until one is deleted.
  await page.addInitScript(() => {
    const held = new Set<IDBValidKey>();
    const { put, delete: remove } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
      if (this.name === 'checkpoints' && key !== undefined) {
        const id = String(key).split('#')[0] ?? '';
        if (!held.has(id) && held.size > 0) throw new DOMException('full', 'QuotaExceededError');
        held.add(id);
      }
      return key === undefined ? put.call(this, value) : put.call(this, value, key);
    };
    IDBObjectStore.prototype.delete = function (key) {
      if (this.name === 'checkpoints') held.delete(key as IDBValidKey);
      return remove.call(this, key);
    };
  });
  await openPlayground(page, short);
  await runOnce(page);
  await poll(() => storedWeights(page)).toBe(1);
  await changeSetting(page, 'Temperature T', 5);
  await runOnce(page);
  await expect(page.getByText(/storage is full: the weights of \w+ \w+ were dropped/)).toBeVisible();
  await poll(() => storedWeights(page)).toBe(1);
  await expect(rows(page).last()).toContainText(/\d %/);
  await expect(rows(page).last().getByRole('button', { name: /^Fork/ })).toBeDisabled();
});

test('without a database runs last as long as the page, and it says so', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('A private window', 'InvalidStateError');
    };
  });
  await openPlayground(page, short);
  await expect(panel(page)).toContainText('keeps nothing here (A private window)');
  await runOnce(page);
  await expect(rows(page)).toHaveCount(1);
});

test('a broken record is named and skipped; a second tab leaves the first alone', async ({
  page,
  context,
}) => {
  await openPlayground(page, long);
  await button(page, 'Run').click();
  await expectSteps(page, 'student', 1);
  await poll(() => storedWeights(page)).toBe(1);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('distillation-runs');
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('runs', 'readwrite');
          transaction.objectStore('runs').put({ id: 'old', name: 'ancient emu', version: 0 });
          transaction.oncomplete = () => resolve();
          opening.result.close();
        };
      }),
  );
  const second = await context.newPage();
  await openPlayground(second, short);
  await expect(panel(second)).toContainText('One kept run cannot be read');
  await panel(second).getByText('One kept run cannot be read').click();
  await expect(panel(second)).toContainText('ancient emu was written by another version of this page');
  await expect(rows(second)).toHaveCount(1);
  await expect(offer(second)).toBeHidden();
  await expect(
    rows(second)
      .first()
      .getByRole('button', { name: /^Delete/ }),
  ).toBeDisabled();
  await runOnce(second);
  await second.close();
  const { student } = await page
    .getByTestId('status')
    .evaluate((status) => ({ student: Number(status.getAttribute('data-student-step')) }));
  await expectSteps(page, 'student', student + 1);
  await expectState(page, 'training');
});
