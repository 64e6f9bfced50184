// Sums of rows by segment: the gradient of a gather, which TensorFlow.js's WebAssembly backend lacks. Rows are added in their
// order, so the same numbers give the same bits.

import * as tf from '../../tf.ts';
import type { WasmKernel } from './kernel.ts';

/** x [N, ...], segmentIds [N] to [numSegments, ...]; rows of segments out of range count nowhere. */
export const unsortedSegmentSum: WasmKernel = {
  name: tf.UnsortedSegmentSum,
  run({ x, segmentIds }, attributes, { kernels, heap }) {
    const { numSegments } = attributes as unknown as { numSegments: number };
    if (x?.dtype !== 'float32' || segmentIds?.dtype !== 'int32')
      throw new Error('a sum by segment takes floats and the whole numbers of their segments');
    const [rows = 0, ...rest] = x.shape;
    const output = heap.output([numSegments, ...rest], 'float32');
    const [from, ids, into] = [x, segmentIds, output].map((tensor) => heap.address(tensor));
    kernels.segmentSum(
      rows,
      tf.util.sizeFromShape(rest),
      numSegments,
      from as number,
      ids as number,
      into as number,
    );
    return output;
  },
};
