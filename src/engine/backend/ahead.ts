// Compiles ahead: everything that a function would enqueue is compiled in parallel, and nothing of it is run. Drivers take
// tens of milliseconds a program, and TensorFlow.js compiles each when it is first needed, one after the other. Like
// capture.ts it touches what the backend keeps private (4.22.0).

import * as tf from '../tf.ts';
import { type BufferPool, type CapturedBackend, diverted, keepingVariables, submit } from './capture.ts';
import type { GpuBackend } from './webgpu.ts';

/** How many programs are compiled, of how many. */
export type OnCompiled = (done: number, total: number) => void;

/** Nothing is computed, so nothing needs memory. */
const noMemory: BufferPool = {
  acquireBuffer() {
    throw new Error('a program that is compiled ahead needs no memory');
  },
  releaseBuffer() {},
  numBytesUsed: 0,
  numBytesAllocated: 0,
};

const standIn = { destroy() {} } as unknown as GPUBuffer;

/** Lets tensors believe that they are on the device; those that live on are uploaded when they are needed. */
function pretendingUploads(backend: AheadBackend, run: () => void): void {
  const pretended: { resource: GPUBuffer | null }[] = [];
  backend.uploadToGPU = (dataId) => {
    const entry = backend.tensorMap.get(dataId);
    if (entry.resource) return;
    entry.resource = standIn;
    pretended.push(entry);
  };
  try {
    run();
  } finally {
    // What the class has is seen again.
    Reflect.deleteProperty(backend, 'uploadToGPU');
    for (const entry of pretended) entry.resource = null;
  }
}

interface AheadBackend extends CapturedBackend {
  pipelineCache: Record<string, GPUComputePipeline | Promise<GPUComputePipeline>>;
}

/** What `run` asks to be compiled, each program once. */
function collect(backend: AheadBackend, variables: readonly tf.Variable[], run: () => void) {
  const { device } = backend;
  // What is enqueued by now must not be lost with the encoder that is put aside.
  submit(backend);
  const pending: Promise<GPUComputePipeline>[] = [];
  const compile = device.createComputePipelineAsync.bind(device);
  device.createComputePipelineAsync = (descriptor) => {
    const pipeline = compile(descriptor);
    pending.push(pipeline);
    return pipeline;
  };
  tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
  try {
    keepingVariables(variables, () =>
      diverted(backend, noMemory, [], () => pretendingUploads(backend, () => tf.tidy(run))),
    );
  } catch {
    // What cannot be run says so where it is.
  } finally {
    tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
    Reflect.deleteProperty(device, 'createComputePipelineAsync');
  }
  return pending;
}

/** TensorFlow.js refuses a program whose compilation it waits for; one that failed is compiled when it is needed. */
async function settle({ pipelineCache }: AheadBackend): Promise<void> {
  for (const [key, pipeline] of Object.entries(pipelineCache)) {
    if (!(pipeline instanceof Promise)) continue;
    const done = await pipeline.catch(() => null);
    if (done === null) delete pipelineCache[key];
    else pipelineCache[key] = done;
  }
}

/**
 * Compiles the programs of `run`, which may read nothing back; `variables` are those that it changes, and they stay as they
 * are. Until it resolves, nothing else may be asked of the backend.
 */
export async function compileAhead(
  running: GpuBackend,
  variables: readonly tf.Variable[],
  run: () => void,
  onCompiled: OnCompiled,
): Promise<void> {
  const backend = running as AheadBackend;
  const pending = collect(backend, variables, run);
  let done = 0;
  onCompiled(done, pending.length);
  const count = () => onCompiled(++done, pending.length);
  // One that fails fails again where it is needed, and says so there.
  await Promise.all(pending.map((pipeline) => pipeline.then(count, count)));
  await settle(backend);
}
