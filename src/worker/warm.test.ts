// What is compiled while the page is idle: asked for once for each experiment and device, and nothing stays behind.

import { beforeAll, expect, it } from 'vitest';
import { useBackend } from '../engine/backend/backend.testing.ts';
import { tensorCount } from '../engine/backend/internals.ts';
import { noSources } from '../engine/tasks/sources.testing.ts';
import { loadTask } from '../engine/tasks/task.ts';
import type { BackendInfo } from '../shared/catalog/backends.ts';
import { configFrom, type Settings } from '../shared/config.ts';
import { createWarmer } from './warm.ts';

beforeAll(() => useBackend('cpu'));

const device = (): BackendInfo => ({ name: 'webgpu', adapter: 'tests', reason: '', software: [] });

async function experiment(settings: Settings = {}) {
  const { config } = configFrom({ 'task.kind': 'plane', ...settings });
  return { config, data: await loadTask(config.task, config.seed, noSources) };
}

it('once for each experiment, whatever its seed, and anew on another device', async () => {
  const { isWanted, warm } = createWarmer();
  const [here, plane] = [device(), await experiment()];
  expect(isWanted(here, plane.config, plane.data)).toBe(true);
  warm(here, plane.config, plane.data);
  expect(isWanted(here, plane.config, plane.data)).toBe(false);
  expect(isWanted(here, { ...plane.config, seed: 8 }, plane.data)).toBe(false);
  const wider = await experiment({ 'student.hidden': [24] });
  expect(isWanted(here, wider.config, wider.data)).toBe(true);
  expect(isWanted(device(), plane.config, plane.data)).toBe(true);
});

it('only where there are programs, and not for models that take long to draw', async () => {
  const { isWanted } = createWarmer();
  const { config, data } = await experiment();
  expect(isWanted({ ...device(), name: 'wasm' }, config, data)).toBe(false);
  expect(isWanted(device(), config, data)).toBe(true);
  expect(isWanted(device(), config, { inputs: 1_000_000, outputs: 2 })).toBe(false);
});

it('leaves nothing on the device', async () => {
  const { config, data } = await experiment();
  const before = tensorCount();
  createWarmer().warm(device(), config, data);
  expect(tensorCount()).toBe(before);
});
