// What a kernel of the processor is: a function on tensors that lie in TensorFlow.js's WebAssembly memory.

import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type * as tf from '../../tf.ts';
import type { WasmKernels } from './module.ts';

/** The memory in which TensorFlow.js keeps its tensors. */
export interface WasmHeap {
  /** Where a tensor's numbers lie, in bytes; asked for before each use, not kept. */
  address(tensor: TensorInfo): number;
  /** A new tensor whose numbers are not set yet. */
  output(shape: number[], dtype: tf.DataType): TensorInfo;
  /** At least that many bytes for the length of one kernel. The next kernel gets the same ones. */
  scratch(bytes: number): number;
}

export interface WasmRuntime {
  readonly kernels: WasmKernels;
  readonly heap: WasmHeap;
}

export interface WasmKernel {
  /** The name under which TensorFlow.js looks it up; a name of its own takes the place of its kernel. */
  readonly name: string;
  run(
    inputs: NamedTensorInfoMap,
    attributes: tf.NamedAttrMap | undefined,
    runtime: WasmRuntime,
  ): TensorInfo | TensorInfo[];
}
