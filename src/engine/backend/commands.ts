// Commands for the device behind TensorFlow.js's back, in order with its own: what was captured, copies of memory, and memory
// that is given up. Like webgpu.ts it touches what the backend keeps private (4.22.0).

import type { TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '../tf.ts';
import { bufferOf, type GpuBackend, runningGpuBackend } from './webgpu.ts';

interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

export interface Copy {
  readonly from: GPUBuffer;
  readonly fromByte: number;
  readonly to: GPUBuffer;
  readonly toByte: number;
  readonly bytes: number;
}

export type Command = Dispatch | Copy;

/** Sends what is enqueued to the device. */
export function submit(backend: GpuBackend): void {
  if (backend.commandEncoder === null) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** Enqueues copies of memory, in order with everything else. */
export function enqueueCopies(backend: GpuBackend, copies: readonly Copy[]): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  for (const { from, fromByte, to, toByte, bytes } of copies)
    backend.commandEncoder?.copyBufferToBuffer(from, fromByte, to, toByte, bytes);
}

/** Enqueues the commands of a capture, in order with everything else; `submit` sends them. */
export function enqueue(backend: GpuBackend, commands: readonly Command[]): void {
  backend.ensureCommandEncoderReady();
  let current: GPUComputePipeline | null = null;
  let pass = backend.computePassEncoder;
  for (const command of commands) {
    if (!('pipeline' in command)) {
      enqueueCopies(backend, [command]);
      pass = null;
      continue;
    }
    if (pass === null) {
      pass = backend.commandEncoder?.beginComputePass() ?? null;
      backend.computePassEncoder = pass;
      current = null;
    }
    if (command.pipeline !== current) pass?.setPipeline(command.pipeline);
    current = command.pipeline;
    pass?.setBindGroup(0, command.bindGroup);
    pass?.dispatchWorkgroups(...command.workgroups);
  }
}

/** A tensor whose numbers are not set yet. */
export function emptyTensor(backend: GpuBackend, shape: number[], dtype: tf.DataType): tf.Tensor {
  const engine = tf.engine() as unknown as { makeTensorFromTensorInfo(info: TensorInfo): tf.Tensor };
  return engine.makeTensorFromTensorInfo(backend.makeTensorInfo(shape, dtype));
}

/** Copies `count` numbers, behind what was enqueued before. */
export function copyNumbers(
  backend: GpuBackend,
  from: TensorInfo,
  begin: number,
  to: TensorInfo,
  at: number,
  count: number,
): void {
  const [source, target] = [bufferOf(backend, from), bufferOf(backend, to)];
  enqueueCopies(backend, [
    { from: source, fromByte: 4 * begin, to: target, toByte: 4 * at, bytes: 4 * count },
  ]);
}

/** Copies all of one tensor into another of the same size, behind what was enqueued before. */
export function copyInto(backend: GpuBackend, from: TensorInfo, to: TensorInfo, toByte = 0): void {
  const source = bufferOf(backend, from);
  enqueueCopies(backend, [
    { from: source, fromByte: 0, to: bufferOf(backend, to), toByte, bytes: source.size },
  ]);
}

/** Frees tensors whose size nothing will ask for again: on WebGPU TensorFlow.js would keep their buffers as spares. */
export function discard(tensors: readonly tf.Tensor[]): void {
  const backend = runningGpuBackend();
  if (backend !== null) {
    // What is enqueued may still use them.
    submit(backend);
    for (const { dataId } of tensors) {
      const entry = backend.tensorMap.get(dataId);
      if (!entry.resource) continue;
      backend.bufferManager.releaseBuffer(entry.resource, false);
      entry.resource = null;
    }
  }
  tf.dispose([...tensors]);
}
