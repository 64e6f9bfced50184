// The fused kernels in a browser against the operations they stand for: the graphics card's in the forms they have in software
// and on hardware, the processor's in the form that the browser's SIMD allows.

import { expect, type Page, test } from '@playwright/test';
import { buildEnginePage, callEngine, openEngine } from './engine-page.ts';

test.beforeAll(buildEnginePage);

/** Of the cases whose names match. */
async function expectParity(page: Page, names: RegExp): Promise<void> {
  const found = await callEngine(page, 'compareKernels', names.source, names.flags);
  expect(found.length).toBeGreaterThan(10);
  for (const { name, error, isRepeatable } of found) {
    expect(error, name).toBeLessThan(1e-5);
    expect(isRepeatable, `${name}: the same bits twice`).toBe(true);
  }
  for (const kind of ['objective', 'divergence']) {
    const programs = found.filter(({ name }) => name.startsWith(kind)).map((one) => one.programs);
    expect(new Set(programs).size, `${kind}s in as many programs as forward KL: ${programs}`).toBeLessThan(2);
  }
}

const forms = [
  { name: 'in software', asHardware: false, subgroups: false },
  { name: 'of hardware', asHardware: true, subgroups: false },
  { name: 'of hardware with subgroups', asHardware: true, subgroups: true },
];

for (const { name, asHardware, subgroups } of forms) {
  test(`WebGPU's kernels, as on an adapter ${name}`, async ({ page, baseURL }) => {
    test.slow();
    await openEngine(page, baseURL ?? '');
    await callEngine(page, 'start', 'webgpu', asHardware);
    await callEngine(page, 'allowSubgroups', subgroups);
    await expectParity(page, subgroups ? /norm|objective|comparison/i : /./);
  });
}

test('every tile of a product gives the same bits, so that a measurement may pick one', async ({
  page,
  baseURL,
}) => {
  test.slow();
  await openEngine(page, baseURL ?? '');
  await callEngine(page, 'start', 'webgpu', true);
  const [first, ...others] = await callEngine(page, 'productsByTile');
  expect(others.length).toBeGreaterThan(5);
  for (const { tile, numbers } of others) expect(numbers === first?.numbers, tile).toBe(true);
});

test('the processor’s kernels', async ({ page, baseURL }) => {
  test.slow();
  await openEngine(page, baseURL ?? '');
  await callEngine(page, 'start', 'wasm');
  await expectParity(page, /./);
});
