// "How fast is this device?": reached from the playground, measured by keyboard, the same counts as in the tests of recording.

import type { Page } from '@playwright/test';
import { expectSound, looks } from './accessibility.ts';
import { expect, openPlayground, test } from './fixtures.ts';

/** The figures of one backend by contender, then by column. */
async function figures(page: Page, backend: string): Promise<Record<string, Record<string, string>>> {
  const table = page.getByRole('region', { name: `Figures on ${backend}` }).getByRole('table');
  const heads = await table.getByRole('columnheader').allTextContents();
  const rows = await table.locator('tbody tr').all();
  const entries = rows.map(async (row) => {
    const cells = await row.locator('td, th').allTextContents();
    return [cells[1] ?? '', Object.fromEntries(heads.map((head, i) => [head, cells[i] ?? '']))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

test('a visitor measures the device, stops, and takes the table along', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openPlayground(page, 'v=1&backend=wasm');
  await page.getByTestId('backend').click();
  const link = page.getByRole('dialog').getByRole('link', { name: 'How fast is this device?' });
  await page.goto((await link.getAttribute('href')) ?? '');
  await expect(page.getByText('imitated in software')).toBeVisible();
  for (const box of await page.getByRole('checkbox', { name: /^W[2-5]/ }).all()) await box.uncheck();
  await page.getByRole('checkbox', { name: /WebGPU/ }).check();
  await expectSound(page, 'before measuring', { looks: [looks.phone] });

  await page.getByRole('button', { name: 'Measure', exact: true }).press('Enter');
  await expect(page.getByText(/Measuring W1 on WebGPU, 1 of 2/)).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).press('Enter');
  await expect(page.getByText(/^Stopped/)).toBeVisible({ timeout: 5_000 });
  await page.getByRole('button', { name: 'Measure again' }).press('Enter');
  await expect(page.getByText('Done.')).toBeVisible({ timeout: 90_000 });

  const onGpu = await figures(page, 'WebGPU');
  expect(Object.keys(onGpu)).toEqual([
    'ours, recorded',
    'ours, operation by operation',
    'TensorFlow.js as it comes',
  ]);
  const [ours, stock] = [onGpu['ours, recorded'] ?? {}, onGpu['TensorFlow.js as it comes'] ?? {}];
  expect(Number(ours.programs)).toBeLessThanOrEqual(20);
  expect(Number(ours.submits)).toBeLessThanOrEqual(1.5);
  expect(ours['buffers made']).toBe('0');
  expect(Number(stock.programs)).toBeGreaterThan(100);
  expect(Object.keys(await figures(page, 'WebAssembly'))).toHaveLength(2);
  await expect(page.getByText(/all did the same work/)).toHaveCount(2);

  await page.getByRole('button', { name: 'Copy as CSV' }).press('Enter');
  await expect(page.getByText('Copied as CSV.')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('workload,contender,"ms a step, median"');
  expect(copied).toContain('W1,TensorFlow.js as it comes,');
  expect(copied).toContain('swiftshader');
  await expectSound(page, 'measured', { looks: [looks.darkDesk, looks.darkPhone] });
});
