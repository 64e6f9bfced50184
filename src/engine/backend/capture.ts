// Captures what a function enqueues on TensorFlow.js's WebGPU backend, instead of running it, so that commands.ts can enqueue
// it as often as wanted. Like webgpu.ts it touches what the backend keeps private (4.22.0). docs/recording.md says what must
// stay true.

import * as tf from '../tf.ts';
import { type Command, submit } from './commands.ts';
import { type BufferPool, bufferOf, type GpuBackend } from './webgpu.ts';

export interface Capture {
  /** What the function returned; its numbers are there once the commands have run. */
  readonly result: tf.Tensor;
  readonly commands: readonly Command[];
  /** Memory that belongs to the capture alone. */
  readonly bytes: number;
  dispose(): void;
}

/** More of what is private in WebGPUBackend: what a capture puts something else in the place of. */
export interface CapturedBackend extends GpuBackend {
  uniformPendingDisposal: GPUBuffer[];
  releaseResource(dataId: object): void;
  /** Numbers rise: what is made later has a larger one. */
  nextDataId(): number;
  getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer>;
}

/**
 * Buffers of one capture, never handed to anybody else. What the function frees is used again by what it does later, since
 * every replay keeps that order; constants and uniforms are written once, before the first replay, and so never.
 */
function createPool(device: GPUDevice) {
  const own = new Set<GPUBuffer>();
  const constants = new Set<GPUBuffer>();
  const free = new Map<string, GPUBuffer[]>();
  /** Given back by the function although they are not ours: what the commands read must stay where it is. */
  const foreign: GPUBuffer[] = [];
  let bytes = 0;
  const pool: BufferPool = {
    acquireBuffer(size, usage, mapped = false) {
      const isConstant = mapped || (usage & GPUBufferUsage.UNIFORM) !== 0;
      const spare = isConstant ? undefined : free.get(`${size} ${usage}`)?.pop();
      if (spare !== undefined) return spare;
      const buffer = device.createBuffer({ size, usage, mappedAtCreation: mapped });
      own.add(buffer);
      if (isConstant) constants.add(buffer);
      bytes += size;
      return buffer;
    },
    releaseBuffer(buffer) {
      if (!own.has(buffer)) foreign.push(buffer);
      else if (!constants.has(buffer)) {
        const key = `${buffer.size} ${buffer.usage}`;
        free.set(key, [...(free.get(key) ?? []), buffer]);
      }
    },
    get numBytesUsed() {
      return bytes;
    },
    get numBytesAllocated() {
      return bytes;
    },
  };
  return { pool, own, foreign, bytes: () => bytes };
}

/** A command encoder and its pass that only take notes. */
function createNotebook(commands: Command[]) {
  let pipeline: GPUComputePipeline;
  let bindGroup: GPUBindGroup;
  const pass = {
    setPipeline: (next: GPUComputePipeline) => {
      pipeline = next;
    },
    setBindGroup: (_: number, next: GPUBindGroup) => {
      bindGroup = next;
    },
    dispatchWorkgroups: (x: number, y = 1, z = 1) =>
      void commands.push({ pipeline, bindGroup, workgroups: [x, y, z] }),
    end: () => {},
  };
  return {
    beginComputePass: () => pass,
    copyBufferToBuffer: (from: GPUBuffer, fromByte: number, to: GPUBuffer, toByte: number, bytes: number) =>
      void commands.push({ from, fromByte, to, toByte, bytes }),
  } as unknown as GPUCommandEncoder;
}

const refuse = (): never => {
  throw new Error('a step that is recorded reads back');
};

/**
 * Puts a pool and a notebook in the place of the backend's own for the length of `run`. What `run` uploads of the tensors that
 * were there before goes into the backend's own memory, since it outlives what is made meanwhile.
 */
export function diverted<T>(
  backend: CapturedBackend,
  pool: BufferPool,
  commands: Command[],
  run: () => T,
): T {
  const { bufferManager, submitQueue, getBufferData, commandQueueOwnedIds, uploadToGPU } = backend;
  const forwards = tf.env().getBool('WEBGPU_CPU_FORWARD');
  const first = backend.nextDataId();
  const restore = () =>
    Object.assign(backend, {
      bufferManager,
      commandEncoder: null,
      computePassEncoder: null,
      commandQueueOwnedIds,
      submitQueue,
      getBufferData,
      uniformPendingDisposal: [],
      dispatchCountInPass: 0,
    });
  const divert = {
    bufferManager: pool,
    commandEncoder: createNotebook(commands),
    computePassEncoder: null,
    // Freed at once: what comes later may use the buffer again.
    commandQueueOwnedIds: { add: () => {}, has: () => false },
    submitQueue: () => {
      backend.uniformPendingDisposal = [];
      backend.dispatchCountInPass = 0;
    },
    getBufferData: refuse,
    uploadToGPU(dataId: { readonly id: number }) {
      const outlives = dataId.id < first && !backend.tensorMap.get(dataId).resource;
      if (!outlives) return uploadToGPU.call(backend, dataId);
      restore();
      uploadToGPU.call(backend, dataId);
      submit(backend);
      Object.assign(backend, divert);
    },
  };
  // A value that is computed on the processor would be the same in every replay.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  Object.assign(backend, divert);
  try {
    return run();
  } finally {
    tf.env().set('WEBGPU_CPU_FORWARD', forwards);
    restore();
    // What the class has is seen again.
    Reflect.deleteProperty(backend, 'uploadToGPU');
  }
}

/** Runs what may give variables other buffers, and gives them their own back. */
export function keepingVariables<T>(variables: readonly tf.Variable[], run: () => T): T {
  const before = tf.tidy(() => variables.map((variable) => tf.keep(tf.clone(variable))));
  try {
    return run();
  } finally {
    variables.forEach((variable, i) => {
      if (before[i]?.dataId !== variable.dataId) variable.assign(before[i] as tf.Tensor);
    });
    tf.dispose(before);
  }
}

/** Buffers of captures: not TensorFlow.js's to use again. */
const captured = new WeakSet<GPUBuffer>();

/** The backend never takes back what belongs to a capture. */
function protect(backend: CapturedBackend): void {
  if (Object.hasOwn(backend, 'releaseResource')) return;
  const { releaseResource } = backend;
  backend.releaseResource = function release(dataId) {
    const entry = backend.tensorMap.get(dataId);
    if (entry?.resource && captured.has(entry.resource)) entry.resource = null;
    else releaseResource.call(backend, dataId);
  };
}

/**
 * What `step` enqueues, once and without running it. `variables` are those it changes: one that it gave another buffer gets
 * its old one back, and a copy into it at the end. Throws where `step` reads back.
 */
export function capture(
  running: GpuBackend,
  variables: readonly tf.Variable[],
  step: () => tf.Tensor,
): Capture {
  const backend = running as CapturedBackend;
  protect(backend);
  for (const variable of variables) bufferOf(backend, variable);
  submit(backend);
  const { pool, own, foreign, bytes } = createPool(backend.device);
  const commands: Command[] = [];
  const before = tf.tidy(() => variables.map((variable) => tf.keep(tf.clone(variable))));
  const destroy = () => {
    for (const buffer of own) buffer.destroy();
    for (const buffer of foreign) backend.bufferManager.releaseBuffer(buffer);
  };
  try {
    const result = diverted(backend, pool, commands, () => tf.keep(tf.tidy(step)));
    for (const buffer of own) captured.add(buffer);
    variables.forEach((variable, i) => {
      const old = before[i] as tf.Tensor;
      if (old.dataId === variable.dataId) return;
      const [from, to] = [bufferOf(backend, variable), bufferOf(backend, old)];
      commands.push({ from, fromByte: 0, to, toByte: 0, bytes: from.size });
      variable.assign(old);
    });
    const dispose = () => {
      submit(backend);
      result.dispose();
      destroy();
    };
    return { result, commands, bytes: bytes(), dispose };
  } catch (error) {
    for (const buffer of own) captured.add(buffer);
    variables.forEach((variable, i) => {
      if (before[i]?.dataId !== variable.dataId) variable.assign(before[i] as tf.Tensor);
    });
    destroy();
    throw error;
  } finally {
    tf.dispose(before);
  }
}
