// What a kernel of the graphics card is: a function on tensors that enqueues programs of our own beside TensorFlow.js's.

import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type * as tf from '../../tf.ts';
import { areSubgroupsAllowed, type FusedKernels, type FusedName, registeredName } from '../kernels.ts';
import type { Tiles } from './tile.ts';
import { type Floats, perRow, type RowForm, rowGroups } from './wgsl.ts';

/** A buffer that a program reads or writes, under its name in the program. */
export interface Binding {
  readonly tensor: TensorInfo;
  readonly access: 'read' | 'read_write';
  /** WGSL type of an element. */
  readonly element?: Element;
}

export type Element = Floats | 'i32';

export interface Program {
  /** Says everything on which `code` depends: programs with equal keys are compiled once. */
  readonly key: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  /** Whole numbers that the program reads as `sizes.<name>`. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Functions and `main`, in WGSL; called only where the program is compiled. */
  code(): string;
  /** Workgroups to run; see `threads` in wgsl.ts. */
  readonly workgroups: readonly [number, number];
}

/** The running device, as kernels see it. */
export interface Gpu {
  /** true: the adapter only imitates a graphics card, on the processor. */
  readonly isSoftware: boolean;
  /** Threads, in fours or more up to 64, that exchange numbers without shared memory; 1 where none do. */
  readonly subgroup: number;
  /** How products are cut; null in software, where that is fixed. Set once it was measured. */
  tiles: Tiles | null;
  /** Storage buffers that one program may bind. */
  readonly maxBindings: number;
  /** A new tensor whose numbers are not set yet. */
  output(shape: number[], dtype?: tf.DataType): TensorInfo;
  /** Enqueues a program; in order with everything before it. */
  run(program: Program): void;
  /** Sends what is enqueued, and waits for all of it. */
  done(): Promise<void>;
  /** Frees a tensor of `output` that a kernel used between two programs. */
  release(tensor: TensorInfo): void;
}

export interface GpuKernel {
  readonly name: string;
  run(inputs: NamedTensorInfoMap, attributes: tf.NamedAttrMap | undefined, gpu: Gpu): TensorInfo[];
}

/** A kernel of the table of fused operations (kernels.ts), with the inputs and attributes that it names there. */
export function fused<N extends FusedName>(
  name: N,
  run: (
    inputs: FusedKernels[N]['inputs'],
    attributes: FusedKernels[N]['attributes'],
    gpu: Gpu,
  ) => TensorInfo[],
): GpuKernel {
  return {
    name: registeredName(name),
    // The operations in ops/ call it by the same table; TensorFlow.js carries both through without knowing their types.
    run: (inputs, attributes, gpu) => run(inputs as never, attributes as never, gpu),
  };
}

/** A program of which each row is worked on by as many threads as suit the adapter: see `perRow` in wgsl.ts. */
export interface RowProgram extends Pick<Program, 'key' | 'bindings' | 'sizes'> {
  readonly rows: number;
  /** What is done with `row`; called only where the program is compiled. */
  body(): string;
  /** Functions that `body` calls. */
  readonly functions?: string;
}

/** A workgroup for a row on hardware; a thread in software, where threads of a group cannot wait for each other cheaply. */
function rowForm({ isSoftware, subgroup }: Gpu): RowForm {
  if (isSoftware) return { lanes: 1 };
  return { lanes: 64, subgroup: areSubgroupsAllowed() ? subgroup : 1 };
}

/** Enqueues a program of rows. */
export function runRows(gpu: Gpu, { key, bindings, sizes, rows, body, functions }: RowProgram): void {
  const form = rowForm(gpu);
  gpu.run({
    key: `${key} ${Object.keys(bindings)} ${Object.values(form)}`,
    bindings,
    sizes: { ...sizes, allRows: rows },
    code: () => perRow('sizes.allRows', form, body(), functions),
    workgroups: rowGroups(rows, form),
  });
}

/** A tensor that a program reads; `element` is how its numbers are taken. */
export const read = (tensor: TensorInfo, element: Element = 'f32'): Binding => ({
  tensor,
  access: 'read',
  element,
});
/** A tensor that a program changes or fills. */
export const write = (tensor: TensorInfo, element: Element = 'f32'): Binding => ({
  tensor,
  access: 'read_write',
  element,
});
