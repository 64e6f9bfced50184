// A page for tests that shows nothing: the engine in a browser, for what Node cannot run (WebGPU). Not part of the page
// that is shipped. Specs call what it hangs on `window`.

import plainPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simdPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import { startBackend } from '../../src/engine/backend/choose.ts';
import { forgetBackends } from '../../src/engine/backend/internals.ts';
import { counted, perStep, startCounting } from '../../src/engine/bench/count.ts';
import { makeRecorded } from '../../src/engine/bench/ours.ts';
import { work } from '../../src/engine/bench/work.ts';
import { allowSubgroups } from '../../src/engine/kernels/kernels.ts';
import type { Counts } from '../../src/shared/bench/messages.ts';
import type { WorkloadId } from '../../src/shared/bench/workloads.ts';
import type { BackendName } from '../../src/shared/catalog/backends.ts';
import { watchDevices } from './alive.ts';
import { compareLosses, trainCatalogue } from './losses.ts';
import { compareKernels, productsByTile } from './parity.ts';
import { profileReplay } from './profile.ts';
import { train } from './train.ts';
import { write } from './write.ts';

/** WebGPU as it is, under an adapter that calls itself hardware: kernels then take the forms they have on hardware. */
function pretendHardware(gpu: GPU | undefined): GPU | null {
  if (gpu === undefined) return null;
  const requestAdapter = async (options: GPURequestAdapterOptions) => {
    const adapter = await gpu.requestAdapter(options);
    if (adapter === null) return null;
    const { features, limits } = adapter;
    const { subgroupMinSize } = adapter.info;
    const info = {
      vendor: 'tests',
      architecture: 'pretended',
      description: '',
      isFallbackAdapter: false,
      subgroupMinSize,
    };
    const requestDevice = (descriptor: GPUDeviceDescriptor) => adapter.requestDevice(descriptor);
    return { features, limits, info, requestDevice };
  };
  return { requestAdapter } as unknown as GPU;
}

/** Starts `name`; throws if another backend had to take its place. */
async function start(name: BackendName, asHardware = false): Promise<void> {
  forgetBackends();
  const wasmPaths = {
    'tfjs-backend-wasm.wasm': plainPath,
    'tfjs-backend-wasm-simd.wasm': simdPath,
    'tfjs-backend-wasm-threaded-simd.wasm': simdPath,
  };
  const gpu = asHardware ? pretendHardware(navigator.gpu) : (navigator.gpu ?? null);
  const { info } = await startBackend(name, { wasmPaths, gpu });
  if (info.name !== name) throw new Error(`${info.name} runs instead of ${name}: ${info.reason}`);
}

startCounting();
watchDevices();

/** What a replayed step of the benchmark asks of WebGPU. */
async function countReplay(workload: WorkloadId, steps: number): Promise<Counts> {
  forgetBackends();
  const { step, loss } = await makeRecorded(work(workload), { backend: 'webgpu', wasmPaths: {} });
  step();
  await loss();
  const before = counted();
  for (let i = 0; i < steps; i++) step();
  const counts = perStep(before, steps);
  await loss();
  return counts;
}

const engine = {
  start,
  allowSubgroups,
  compareKernels,
  productsByTile,
  compareLosses,
  trainCatalogue,
  train,
  countReplay,
  profileReplay,
  write,
};
export type Engine = typeof engine;

declare global {
  interface Window {
    engine: Engine;
  }
}

window.engine = engine;
