// The backends of the test page: which one runs, and in which of its forms. One that was started stays, with its compiled
// programs, until another form of it is asked for.

import plainPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simdPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import { startBackend } from '../../src/engine/backend/choose.ts';
import { forgetBackends } from '../../src/engine/backend/internals.ts';
import { allowSubgroups } from '../../src/engine/kernels/kernels.ts';
import * as tf from '../../src/engine/tf.ts';
import type { BackendName } from '../../src/shared/catalog/backends.ts';

/** What WebGPU's kernels should take the adapter for. */
export interface Form {
  readonly asHardware?: boolean;
  readonly subgroups?: boolean;
}

const wasmPaths = {
  'tfjs-backend-wasm.wasm': plainPath,
  'tfjs-backend-wasm-simd.wasm': simdPath,
  'tfjs-backend-wasm-threaded-simd.wasm': simdPath,
};

/** Backends that run, and their forms. */
const running = new Map<BackendName, string>();

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

/** Ends every backend: the next one starts on a device of its own, with nothing compiled. */
export function forget(): void {
  forgetBackends();
  running.clear();
}

/** Makes `name` the current backend and starts it where it does not run; throws if another had to take its place. */
export async function start(name: BackendName, form: Form = {}): Promise<void> {
  const { asHardware = false, subgroups = false } = form;
  const wanted = JSON.stringify({ asHardware, subgroups });
  allowSubgroups(subgroups);
  if (running.get(name) === wanted) {
    await tf.setBackend(name);
    return;
  }
  if (running.has(name)) forget();
  const gpu = asHardware ? pretendHardware(navigator.gpu) : (navigator.gpu ?? null);
  const { info } = await startBackend(name, { wasmPaths, gpu });
  if (info.name !== name) throw new Error(`${info.name} runs instead of ${name}: ${info.reason}`);
  running.set(name, wanted);
}
