// What is remembered of software graphics, and how a trial takes a backend's time.

import { describe, expect, it } from 'vitest';
import type { Order } from '../shared/bench/messages.ts';
import type { SoftwareGraphics, StepPace } from '../shared/catalog/backends.ts';
import { recallPaces, stepTime, writePaces } from './software-pace.ts';

const software: SoftwareGraphics[] = [{ name: 'webgpu', adapter: 'google swiftshader' }];
const paces: StepPace[] = [
  { name: 'wasm', stepMs: 1.8 },
  { name: 'webgpu', stepMs: 14 },
];

describe('remembered paces', () => {
  it('come back for the drivers that they were measured on', () => {
    const text = writePaces(paces, software);
    expect(recallPaces(text, software)).toEqual(paces);
    expect(recallPaces(text, [{ name: 'webgpu', adapter: 'llvmpipe' }])).toBeNull();
    expect(recallPaces(text, [])).toBeNull();
  });

  it.each([
    null,
    '',
    '{',
    '7',
    '{"on":"webgpu google swiftshader","paces":[{"name":"webgpu","stepMs":"fast"}]}',
    '{"on":"webgpu google swiftshader","paces":[{"name":"cuda","stepMs":1}]}',
    '{"on":"webgpu google swiftshader","paces":{}}',
  ])('are measured anew where %s lies in their place', (text) => {
    expect(recallPaces(text, software)).toBeNull();
  });
});

describe('a trial', () => {
  const answer = { threadMs: null, loss: 1, counts: null, bytes: null, device: '' };

  it('takes the time of warm steps alone, with recorded ones on WebGPU', async () => {
    const orders: Order[] = [];
    const ms = await stepTime('webgpu', async (order) => {
      orders.push(order);
      return { ...answer, ms: orders.length === 4 ? 120 : 9000 };
    });
    expect(ms).toBe(12);
    expect(orders[0]).toMatchObject({ kind: 'start', contender: 'recorded', backend: 'webgpu' });
    expect(orders.slice(1).map((order) => (order.kind === 'run' ? order.steps : 0))).toEqual([1, 5, 10]);
  });

  it('has no figure where the backend does not start', async () => {
    expect(await stepTime('webgl', async () => ({ failed: 'no context' }))).toBeNull();
  });
});
