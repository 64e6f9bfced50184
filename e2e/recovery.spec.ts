// What breaks is mended: a lost graphics device, a dead worker, a browser without WebGPU.

import type { Page } from '@playwright/test';
import {
  alertOf,
  button,
  eventsOf,
  expect,
  expectBackend,
  expectState,
  expectSteps,
  openPlayground,
  poll,
  prependToWorkers,
  statusOf,
  stepsOf,
  test,
} from './fixtures.ts';

/** Keeps every WebGPU device that is handed out, so that a test can destroy it. */
const keepDevices = `
  globalThis.__devices ??= [];
  if (globalThis.GPUAdapter && !globalThis.__kept) {
    globalThis.__kept = true;
    const original = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      const device = await original.apply(this, args);
      globalThis.__devices.push(device);
      return device;
    };
  }
`;

const refuseAdapters = 'if (navigator.gpu) navigator.gpu.requestAdapter = async () => null;';

/** Notes in the page every step count that is shown, from now on. */
async function watchSteps(page: Page): Promise<() => Promise<number[]>> {
  await statusOf(page).evaluate((status) => {
    const seen: number[] = [];
    Object.assign(window, { __steps: seen });
    new MutationObserver(() => seen.push(Number(status.getAttribute('data-teacher-step')))).observe(status, {
      attributes: true,
    });
  });
  return () => page.evaluate(() => (window as unknown as { __steps: number[] }).__steps);
}

const intents = 'train.teacherSteps=200&train.studentSteps=20&train.batchSize=16';
const text =
  'task.kind=text&task.corpus=bimodal&task.blockSize=8&teacher.nLayer=1&teacher.nEmbd=16&teacher.nHead=2&student.nLayer=1&student.nEmbd=8&student.nHead=2&train.teacherSteps=1000&train.studentSteps=20&train.batchSize=4';

for (const [task, hash] of Object.entries({ intents, text })) {
  test(`a recorded run on ${task} outlives a destroyed WebGPU device`, async ({ page }) => {
    test.slow();
    await prependToWorkers(page, keepDevices);
    await openPlayground(page, `v=1&backend=webgpu&${hash}&train.evalEvery=1000`);
    await expectBackend(page, 'webgpu');
    await button(page, 'Run').click();
    // A checkpoint beyond the first step: from here on nothing may begin again.
    const kept = async () => (await eventsOf(page, 'checkpoint')).at(-1)?.checkpoint.lanes.teacher.step ?? 0;
    await poll(kept, { timeout: 60_000, message: 'a checkpoint' }).toBeGreaterThanOrEqual(2);
    const keptStep = await kept();
    const { status } = (await eventsOf(page, 'status')).at(-1) ?? {};
    expect(status?.recordedBytes, 'steps are recorded').toBeGreaterThan(0);
    const seen = await watchSteps(page);

    const [worker] = page.workers();
    const destroyed = await worker?.evaluate(() => {
      const { __devices: devices } = globalThis as unknown as { __devices: { destroy(): void }[] };
      for (const device of devices) device.destroy();
      return devices.length;
    });
    expect(destroyed, 'devices to destroy').toBeGreaterThanOrEqual(1);

    await expect(page.getByTestId('backend')).not.toHaveAttribute('data-backend', 'webgpu');
    await expect(page.getByText(/webgpu was lost .*goes on with/i)).toBeVisible();
    const restarts = async () => (await eventsOf(page, 'started')).slice(1);
    // The next backend is named before the run stands on it.
    await poll(async () => (await restarts()).length, { timeout: 30_000 }).toBe(1);
    expect((await restarts())[0]?.fromTeacherStep).toBeGreaterThanOrEqual(keptStep);
    await expectState(page, 'finished', 60_000);
    expect(
      Math.min(...(await seen())),
      'the step count never went back behind the checkpoint',
    ).toBeGreaterThanOrEqual(keptStep);
  });
}

test('a dead worker is replaced and the run goes on', async ({ page }) => {
  await openPlayground(page, 'v=1&backend=wasm&train.teacherSteps=2000&train.studentSteps=50');
  await button(page, 'Run').click();
  const kept = async () => (await eventsOf(page, 'checkpoint')).at(-1)?.checkpoint.lanes.teacher.step ?? 0;
  await poll(kept, { timeout: 30_000, message: 'a checkpoint' }).toBeGreaterThanOrEqual(1);
  const keptStep = await kept();

  await page.evaluate(() => {
    const worker = window.__workers.at(-1);
    worker?.terminate();
    worker?.dispatchEvent(new ErrorEvent('error', { message: 'killed by a test' }));
  });
  await expect(page.getByText(/worker stopped .*killed by a test/i)).toBeVisible();
  await poll(() => page.evaluate(() => window.__workers.length)).toBe(2);
  await poll(async () => (await eventsOf(page, 'started')).length, { timeout: 30_000 }).toBe(2);
  const restart = (await eventsOf(page, 'started'))[1];
  expect(restart?.runId).toBe((await eventsOf(page, 'started'))[0]?.runId);
  expect(restart?.fromTeacherStep).toBeGreaterThanOrEqual(keptStep);
  await expectSteps(page, 'teacher', keptStep + 1);
  await expectState(page, 'finished', 60_000);
});

test('without a WebGPU adapter the page says so and trains all the same', async ({ page }) => {
  await prependToWorkers(page, refuseAdapters);
  await openPlayground(page, 'v=1&backend=webgpu&train.teacherSteps=10&train.studentSteps=10');
  // WebGL where it is hardware, else the processor.
  const backend = page.getByTestId('backend');
  await expect(backend).toHaveAttribute('data-backend', /^(webgl|wasm)$/, { timeout: 30_000 });
  await expect(backend).toHaveAccessibleDescription(/WebGPU did not start/);
  await button(page, 'Run').click();
  await expectState(page, 'finished', 60_000);
});

test('a loss that is no number stops the run, says why and offers the last good checkpoint', async ({
  page,
}) => {
  await openPlayground(
    page,
    'v=1&backend=wasm&task.kind=plane&train.optimizer=momentum&train.learningRate=1&distill.loss=logitMse&distill.alpha=1&teacher.activation=relu&student.activation=relu&student.hidden=64-64-64',
  );
  await button(page, 'Run').click();
  await expectState(page, 'failed', 60_000);
  const alert = alertOf(page).filter({ hasText: 'no longer a number' });
  await expect(alert).toContainText(/^The (teacher|student|control)’s .* at step \d+/);
  await expect(alert.getByRole('button', { name: 'Go back with a learning rate of 0.1' })).toBeVisible();
  await alert.getByRole('button', { name: /^Go back to/ }).click();
  await expectState(page, 'paused');
  expect((await stepsOf(page)).total).toBeGreaterThan(0);
});

test.describe('a part of the page that cannot be loaded', () => {
  test.use({ allowedErrors: [/CostPanel|Failed to load resource/] });

  test('says so in its own place, and comes when it is tried again', async ({ page }) => {
    await page.route(/CostPanel/, (route) => route.abort());
    await openPlayground(page);
    await page.getByRole('tab', { name: 'Cost' }).click();
    const alert = alertOf(page).filter({ hasText: 'could not be loaded' });
    await expect(alert).toBeVisible();
    await expect(button(page, 'Run')).toBeVisible();
    await page.unroute(/CostPanel/);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('button', { name: 'Measure on this device' })).toBeVisible();
    await expect(alert).toBeHidden();
  });
});
