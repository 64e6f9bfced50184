// What needs no computing on the processor, done without computing: rows are moved as they lie, and a copy that nobody writes
// to is the original. TensorFlow.js's WebAssembly backend moves number by number and copies.

import * as tf from '../../tf.ts';
import type { WasmKernel } from './kernel.ts';

/** A clone: the same numbers under another name, as on every other backend. */
export const identity: WasmKernel = {
  name: tf.Identity,
  run: ({ x }, _attributes, { heap }) => heap.share(x as tf.TensorInfo),
};

/** The index of the first number that names no row; -1 where all do. */
const firstBad = (indices: Int32Array, rows: number): number =>
  indices.findIndex((index) => index < 0 || index >= rows);

/** x [N, ...] and indices [...] to the rows that they name. Along the first axis, as training asks; others are left alone. */
export const gather: WasmKernel = {
  name: tf.GatherV2,
  run({ x, indices }, attributes, { kernels, heap }) {
    const { axis, batchDims } = attributes as unknown as { axis: number; batchDims: number };
    if (x === undefined || indices === undefined || axis !== 0 || batchDims !== 0) return null;
    if (x.dtype === 'string' || indices.dtype !== 'int32') return null;
    const [rows = 0, ...rest] = x.shape;
    const wanted = heap.integers(indices);
    const bad = firstBad(wanted, rows);
    if (bad >= 0) throw new Error(`row ${wanted[bad]} was asked for, of ${rows}`);
    const output = heap.output([...indices.shape, ...rest], x.dtype);
    const bytes = tf.util.sizeFromShape(rest) * tf.util.bytesPerElement(x.dtype);
    const [from, ids, into] = [heap.address(x), heap.address(indices), heap.address(output)];
    kernels.gatherRows(wanted.length, bytes, from, ids, into);
    return output;
  },
};
