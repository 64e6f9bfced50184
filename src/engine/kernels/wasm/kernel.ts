// What a kernel of the processor is: a function on tensors that lie in TensorFlow.js's WebAssembly memory.

import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type * as tf from '../../tf.ts';
import { type FusedKernels, type FusedName, registeredName } from '../kernels.ts';
import type { WasmKernels } from './module.ts';

/** The memory in which TensorFlow.js keeps its tensors. */
export interface WasmHeap {
  /** Where a tensor's numbers lie, in bytes; asked for before each use, not kept. 0, which is nowhere, for no tensor. */
  address(tensor: TensorInfo | undefined): number;
  /** A new tensor whose numbers are not set yet. */
  output(shape: number[], dtype?: tf.DataType): TensorInfo;
  /** The same numbers as another tensor. */
  share(tensor: TensorInfo): TensorInfo;
  /** A tensor's whole numbers as they lie in memory; asked for before each use, not kept. */
  integers(tensor: TensorInfo): Int32Array;
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
  /** null: that is left to TensorFlow.js's own kernel. */
  run(
    inputs: NamedTensorInfoMap,
    attributes: tf.NamedAttrMap | undefined,
    runtime: WasmRuntime,
  ): TensorInfo | TensorInfo[] | null;
}

/** A kernel of the table of fused operations (kernels.ts), with the inputs and attributes that it names there. */
export function fused<N extends FusedName>(
  name: N,
  run: (
    inputs: FusedKernels[N]['inputs'],
    attributes: FusedKernels[N]['attributes'],
    runtime: WasmRuntime,
  ) => TensorInfo[],
): WasmKernel {
  return {
    name: registeredName(name),
    // The operations in ops/ call it by the same table; TensorFlow.js carries both through without knowing their types.
    run: (inputs, attributes, runtime) => run(inputs as never, attributes as never, runtime),
  };
}
