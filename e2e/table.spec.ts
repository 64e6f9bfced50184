// A visitor's own CSV: by file, by drop, by paste. A bad one is refused by row and column, and what was there stays.

import type { Locator, Page } from '@playwright/test';
import {
  alertOf,
  button,
  dropFile,
  eventsOf,
  expect,
  expectBackend,
  expectState,
  openPlayground,
  poll,
  rowsOf,
  test,
} from './fixtures.ts';

const link = 'v=1&backend=wasm&task.kind=table&train.teacherSteps=20&train.studentSteps=20';

/** Two clouds that a small network tells apart, 60 rows. */
const rows = Array.from({ length: 60 }, (_, i) => {
  const kind = i % 2;
  const width = 2 + 3 * kind + (i % 7) / 10;
  const height = 5 - 3 * kind + (i % 5) / 10;
  return [width.toFixed(1), height.toFixed(1), kind === 0 ? 'round' : 'flat'];
});
const csv = (lines: readonly (readonly string[])[]): string =>
  [['width', 'height', 'species'], ...lines].map((cells) => cells.join(',')).join('\n');
const good = csv(rows);

/** `good` with one cell replaced; `row` as a spreadsheet counts, the header being row 1. */
function spoiled(row: number, column: number, cell: string): string {
  return csv(rows.map((cells, i) => cells.map((old, j) => (i === row - 2 && j === column ? cell : old))));
}

const fileInput = (page: Page): Locator => page.locator('input[type="file"][accept*=".csv"]');

async function chooseFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const buffer = typeof content === 'string' ? Buffer.from(content) : content;
  await fileInput(page).setInputFiles({ name, mimeType: 'text/csv', buffer });
}

async function expectTable(page: Page, count: number): Promise<void> {
  await poll(async () => (await eventsOf(page, 'table')).length).toBeGreaterThanOrEqual(count);
}

async function trains(page: Page): Promise<void> {
  await expectBackend(page, 'wasm');
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
  const last = (await rowsOf(page, 'studentLoss')).at(-1);
  expect(last?.every(Number.isFinite)).toBe(true);
}

/** The table that the worker read last. */
const lastTable = async (page: Page) => (await eventsOf(page, 'table')).at(-1)?.table;

test('a file dropped whatever the task was, a chosen one and pasted text are read; the last one is learnt', async ({
  page,
}) => {
  await openPlayground(page, link.replace('&task.kind=table', ''));
  await dropFile(page, 'dropped.csv', 'text/csv', Buffer.from(good));
  await expectTable(page, 1);
  await expect(page).toHaveURL(/task\.kind=table/);
  expect(await lastTable(page)).toMatchObject({ name: 'dropped.csv', rows: 60, label: 'species' });

  await chooseFile(page, 'flowers.csv', good);
  await expectTable(page, 2);
  expect(await lastTable(page)).toMatchObject({ name: 'flowers.csv', rows: 60, label: 'species' });
  await expect(page.getByText('flowers.csv').first()).toBeVisible();

  await page.getByRole('button', { name: 'Paste', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste a table' });
  await dialog.getByRole('textbox').fill(good.replace(/\n[^\n]*$/, ''));
  await dialog.getByRole('button', { name: 'Use this table' }).click();
  await expect(dialog).toBeHidden();
  await expectTable(page, 3);
  expect(await lastTable(page)).toMatchObject({ rows: 59, label: 'species' });
  await trains(page);
});

/** Each bad file, and what the alert must say: row and column wherever there are any. */
const bad: readonly { name: string; content: string | Buffer; says: readonly RegExp[] }[] = [
  { name: 'a word among numbers', content: spoiled(7, 0, 'wide'), says: [/row 7/, /"width"/, /"wide"/] },
  { name: 'an empty cell', content: spoiled(12, 1, ''), says: [/row 12/, /"height"/, /empty/] },
  { name: 'an empty label', content: spoiled(3, 2, ''), says: [/row 3/, /"species"/, /empty/] },
  { name: 'a cell too few', content: `${good}\n1.0,2.0`, says: [/row 62/, /"species"/] },
  { name: 'a cell too many', content: `${good}\n1.0,2.0,flat,5`, says: [/row 62/, /"species"/, /4 cells/] },
  { name: 'a decimal comma', content: spoiled(9, 0, '"2,5"'), says: [/row 9/, /"width"/, /"2,5"/] },
  { name: 'an open quotation mark', content: spoiled(20, 0, '"2.0'), says: [/row 20/, /quotation mark/] },
  {
    name: 'two columns of one name',
    content: good.replace('width,height', 'width,width'),
    says: [/row 1/, /column 2/, /"width"/],
  },
  {
    name: 'a byte that is not UTF-8',
    content: Buffer.concat([Buffer.from(`${good}\n1.0,2.0,fl`), Buffer.from([0xe4]), Buffer.from('t')]),
    says: [/row 62/, /"species"/, /UTF-8/],
  },
  { name: 'no rows', content: 'width,height,species\n', says: [/no rows/] },
  { name: 'nothing at all', content: '', says: [/empty/] },
  { name: 'one class only', content: good.replaceAll('round', 'flat'), says: [/"species"/, /1 class/] },
  { name: 'one column', content: 'width\n1\n2\n3', says: [/only one column/] },
];

test('Run without a table says what to do; every bad file is refused by row and column, and the table before stays; unusable rows can be left out with one press', async ({
  page,
}) => {
  test.slow();
  await openPlayground(page, `${link}&task.label=species`);
  await button(page, 'Run').click();
  await expect(alertOf(page).first()).toContainText('There is no table yet');
  await chooseFile(page, 'flowers.csv', good);
  await expectTable(page, 1);
  const refusals = async () => (await eventsOf(page, 'tableRefused')).length;
  for (const { name, content, says } of bad) {
    await test.step(name, async () => {
      const before = await refusals();
      await chooseFile(page, `${name}.csv`, content);
      await poll(refusals, { message: `${name} is refused` }).toBe(before + 1);
      const alert = alertOf(page).first();
      await expect(alert).toContainText(`${name}.csv`);
      for (const words of says) await expect(alert).toContainText(words);
    });
  }
  const tables = await eventsOf(page, 'table');
  expect(new Set(tables.map(({ table }) => table.name))).toEqual(new Set(['flowers.csv']));
  await trains(page);
  expect((await eventsOf(page, 'task')).at(-1)?.info.classes).toEqual(['flat', 'round']);

  await chooseFile(page, 'gaps.csv', spoiled(12, 1, ''));
  const refusal = alertOf(page).filter({ hasText: 'row 12' });
  await refusal.getByRole('button', { name: /leave .* out/i }).click();
  await poll(async () => (await lastTable(page))?.name).toBe('gaps.csv');
  await trains(page);
});
