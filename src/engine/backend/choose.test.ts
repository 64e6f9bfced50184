// The automatic choice where graphics are software: by measured figures, with adapters that only pretend.

import { afterAll, describe, expect, it } from 'vitest';
import type { StepPace } from '../../shared/catalog/backends.ts';
import { wasmPaths } from './backend.testing.ts';
import { startBackend } from './choose.ts';
import { forgetBackends } from './internals.ts';

/** An adapter that shows itself and can be asked for no device. */
function gpuOf(info: Partial<GPUAdapterInfo>): GPU {
  const unnamed = { vendor: '', architecture: '', description: '', isFallbackAdapter: false };
  const adapter = { info: { ...unnamed, ...info }, limits: {}, features: new Set() };
  return { requestAdapter: async () => adapter } as unknown as GPU;
}

const software = gpuOf({ vendor: 'google', architecture: 'swiftshader' });
const choose = (gpu: GPU | null, paces: readonly StepPace[] = []) =>
  startBackend('auto', { wasmPaths, gpu, paces }).then(({ info }) => info);

describe('the automatic choice', () => {
  afterAll(forgetBackends);

  it('takes the processor where nothing is measured, and says which software graphics there is', async () => {
    const { name, reason, software: found } = await choose(software);
    expect(name).toBe('wasm');
    expect(reason).toContain('WebGPU (google swiftshader) is software');
    expect(found).toEqual([{ name: 'webgpu', adapter: 'google swiftshader' }]);
  });

  it('names the figures where software graphics proved slower', async () => {
    const paces: StepPace[] = [
      { name: 'wasm', stepMs: 1.84 },
      { name: 'webgpu', stepMs: 14.7 },
    ];
    const { name, reason } = await choose(software, paces);
    expect(name).toBe('wasm');
    expect(reason).toContain('took 15 ms a step here, the processor 1.8 ms');
  });

  it('tries software graphics that proved clearly faster, and not for a hair’s breadth', async () => {
    const faster = await choose(software, [
      { name: 'wasm', stepMs: 20 },
      { name: 'webgpu', stepMs: 5 },
    ]);
    // This one only pretends, so that its device cannot be had.
    expect(faster.reason).toContain('software, but faster here than the processor');
    expect(faster.reason).toContain('WebGPU did not start');
    const equal = await choose(software, [
      { name: 'wasm', stepMs: 20 },
      { name: 'webgpu', stepMs: 18 },
    ]);
    expect(equal.reason).not.toContain('did not start');
  });

  it('asks no figures of hardware', async () => {
    const card = gpuOf({ vendor: 'tests', architecture: 'a real card' });
    const { reason, software: found } = await choose(card, [
      { name: 'wasm', stepMs: 1 },
      { name: 'webgpu', stepMs: 99 },
    ]);
    expect(reason).toContain('WebGPU did not start');
    expect(found).toEqual([]);
  });

  it('obeys whoever asks for a backend by name, whatever was measured', async () => {
    const { info } = await startBackend('wasm', { wasmPaths, gpu: software, paces: [] });
    expect(info.reason).toBe('WebAssembly was asked for.');
  });
});
