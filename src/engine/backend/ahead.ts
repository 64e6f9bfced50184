// Compiles ahead: everything that a function would enqueue is compiled in parallel, and nothing of it is run. Drivers take
// tens of milliseconds a program, and TensorFlow.js compiles each when it is first needed, one after the other. Like
// capture.ts it touches what the backend keeps private (4.22.0).

import * as tf from '../tf.ts';
import { type CapturedBackend, diverted, keepingVariables } from './capture.ts';
import { submit } from './commands.ts';
import type { BufferPool, GpuBackend } from './webgpu.ts';

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

/** What is being compiled on a backend. */
interface Compiling {
  /** Programs of TensorFlow.js, by the keys under which it looks for them. */
  readonly byKey: Map<string, Promise<GPUComputePipeline>>;
  /** All programs; each is gone once it can be run. */
  readonly all: Set<Promise<void>>;
}

const compilingOn = new WeakMap<AheadBackend, Compiling>();

/** TensorFlow.js refuses to run a program of which it holds a promise; without one it compiles it when it is needed. */
function takePromises({ pipelineCache }: AheadBackend, byKey: Compiling['byKey']): void {
  for (const [key, pipeline] of Object.entries(pipelineCache)) {
    if (!(pipeline instanceof Promise)) continue;
    delete pipelineCache[key];
    if (byKey.has(key)) continue;
    byKey.set(key, pipeline);
    const keep = (done: GPUComputePipeline) => {
      byKey.delete(key);
      pipelineCache[key] ??= done;
    };
    // One that fails fails again where it is needed, and says so there.
    pipeline.then(keep, () => byKey.delete(key));
  }
}

/** Asks for what `run` needs, each program once. */
function collect(
  backend: AheadBackend,
  variables: readonly tf.Variable[],
  run: () => void,
  { byKey, all }: Compiling,
): void {
  const { device } = backend;
  // What is enqueued by now must not be lost with the encoder that is put aside.
  submit(backend);
  const asked: Promise<GPUComputePipeline>[] = [];
  const compile = device.createComputePipelineAsync.bind(device);
  device.createComputePipelineAsync = (descriptor) => {
    const pipeline = compile(descriptor);
    asked.push(pipeline);
    return pipeline;
  };
  tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
  Object.assign(backend.pipelineCache, Object.fromEntries(byKey));
  try {
    keepingVariables(variables, () =>
      diverted(backend, noMemory, [], () => pretendingUploads(backend, () => tf.tidy(run))),
    );
  } catch {
    // What cannot be run says so where it is.
  } finally {
    takePromises(backend, byKey);
    tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
    Reflect.deleteProperty(device, 'createComputePipelineAsync');
  }
  for (const pipeline of asked) {
    const ended = () => void all.delete(settled);
    const settled: Promise<void> = pipeline.then(ended, ended);
    all.add(settled);
  }
}

/**
 * Compiles the programs of `run`, which may read nothing back; `variables` are those that it changes, and they stay as they
 * are. Resolves once they and all asked for before can be run; one that is needed earlier is compiled again there.
 */
export async function compileAhead(
  running: GpuBackend,
  variables: readonly tf.Variable[],
  run: () => void,
  onCompiled: OnCompiled,
): Promise<void> {
  const backend = running as AheadBackend;
  const compiling = compilingOn.get(backend) ?? { byKey: new Map(), all: new Set() };
  compilingOn.set(backend, compiling);
  collect(backend, variables, run, compiling);
  const pending = [...compiling.all];
  if (pending.length === 0) return;
  let done = 0;
  onCompiled(done, pending.length);
  await Promise.all(pending.map((settled) => settled.then(() => onCompiled(++done, pending.length))));
}
