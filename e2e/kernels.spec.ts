// The graphics card's fused kernels against the operations they stand for, in the forms they have in software and on hardware.

import { expect, test } from '@playwright/test';
import { buildEnginePage, callEngine, openEngine } from './engine-page.ts';

test.beforeAll(buildEnginePage);

for (const asHardware of [false, true]) {
  test(`WebGPU's kernels, as on an adapter ${asHardware ? 'of hardware' : 'in software'}`, async ({
    page,
    baseURL,
  }) => {
    test.slow();
    await openEngine(page, baseURL ?? '');
    await callEngine(page, 'start', 'webgpu', asHardware);
    const found = await callEngine(page, 'compareKernels');
    expect(found.length).toBeGreaterThan(20);
    for (const { name, error, isRepeatable } of found) {
      expect(error, name).toBeLessThan(1e-5);
      expect(isRepeatable, `${name}: the same bits twice`).toBe(true);
    }
  });
}
