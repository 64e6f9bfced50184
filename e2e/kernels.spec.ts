// The fused kernels in a browser against the operations they stand for, composed on the plain processor: the graphics card's
// in the forms they have in software and on hardware, the processor's in the form that the browser's SIMD allows.

import { expect } from '@playwright/test';
import type { Form } from './engine/backends.ts';
import { type CallEngine, test } from './engine-page.ts';
import { isFull } from './full.ts';

/** Of the cases whose names match. */
async function expectParity(
  engine: CallEngine,
  backend: 'webgpu' | 'wasm',
  form: Form,
  names: RegExp,
): Promise<void> {
  await engine('start', 'cpu');
  await engine('compose', names.source);
  await engine('start', backend, form);
  const found = await engine('compareKernels', names.source);
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

// The form of hardware last: the tiles below take its programs as they are.
const forms = [
  { name: 'in software', form: {}, cases: /./ },
  {
    name: 'of hardware with subgroups',
    form: { asHardware: true, subgroups: true },
    cases: isFull ? /[nN]orm|objective|comparison/ : /[nN]orm|objective (forward|dkd|topK)|comparison/,
  },
  // What a divergence adds up is the same text alone and in an objective, in whichever form rows are run.
  { name: 'of hardware', form: { asHardware: true }, cases: isFull ? /./ : /^(?!divergence|.*heads of 16)/ },
];

for (const { name, form, cases } of forms) {
  test(`WebGPU's kernels, as on an adapter ${name}`, async ({ engine }) => {
    test.slow();
    await expectParity(engine, 'webgpu', form, cases);
  });
}

test('every tile of a product gives the same bits, so that a measurement may pick one', async ({
  engine,
}) => {
  test.slow();
  await engine('start', 'webgpu', { asHardware: true });
  // Sizes in fours, and none in fours; their gradients lie in every other way. Transposed ones lie as those do.
  const products = isFull ? '^dense (33|5|10) x' : '^dense (33|5) x';
  const [first, ...others] = await engine('productsByTile', products);
  expect(others.length).toBeGreaterThan(5);
  for (const { tile, numbers } of others) expect(numbers === first?.numbers, tile).toBe(true);
});

test('the processor’s kernels', async ({ engine }) => {
  await expectParity(engine, 'wasm', {}, /./);
});
