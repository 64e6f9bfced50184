// Matrix products on the processor, in place of TensorFlow.js's: its own is 8 to 16 times slower where an operand is given
// as transposed, which every gradient needs.

import * as tf from '../../tf.ts';
import type { WasmKernel } from './kernel.ts';

type Attributes = { readonly transposeA: boolean; readonly transposeB: boolean };

/** The shapes of the batches, broadcast against each other, without the two dimensions of the matrices. */
const batchShape = ({ shape }: tf.TensorInfo): number[] => shape.slice(0, -2);

/** For each matrix of the result the number of the operand's matrix it is made from. */
function batchIndices(operand: readonly number[], result: readonly number[], count: number): Int32Array {
  const indices = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    let [rest, index, step] = [i, 0, 1];
    for (let axis = 1; axis <= result.length; axis++) {
      const size = result[result.length - axis] ?? 1;
      const own = operand[operand.length - axis] ?? 1;
      if (own > 1) index += (rest % size) * step;
      step *= own;
      rest = Math.floor(rest / size);
    }
    indices[i] = index;
  }
  return indices;
}

/** [..., M, K] x [..., K, N] to [..., M, N]; either operand may lie transposed. */
export const matMul: WasmKernel = {
  name: tf.BatchMatMul,
  run({ a, b }, attributes, { kernels, heap }) {
    const { transposeA, transposeB } = attributes as unknown as Attributes;
    if (a === undefined || b === undefined || a.dtype !== 'float32' || b.dtype !== 'float32')
      throw new Error('a matrix product takes two tensors of floats');
    const [aRows = 1, aColumns = 1] = a.shape.slice(-2);
    const [bRows = 1, bColumns = 1] = b.shape.slice(-2);
    const [rows, depth] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
    const [inner, columns] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
    if (depth !== inner)
      throw new Error(
        `matrices of ${a.shape} and ${b.shape} numbers do not fit each other (${depth}, ${inner})`,
      );
    const [aBatch, bBatch] = [batchShape(a), batchShape(b)];
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
    const output = heap.output([...batch, rows, columns], 'float32');
    const count = tf.util.sizeFromShape(batch);
    const [aIndices, bIndices] = [aBatch, bBatch].map((own) => batchIndices(own, batch, count));
    const scratch = heap.scratch(kernels.gemmScratchBytes());
    const [aAt, bAt, cAt] = [heap.address(a), heap.address(b), heap.address(output)];
    const [aRow, aColumn] = transposeA ? [4, aColumns * 4] : [aColumns * 4, 4];
    const [bRow, bColumn] = transposeB ? [4, bColumns * 4] : [bColumns * 4, 4];
    for (let i = 0; i < count; i++) {
      kernels.gemm(
        rows,
        columns,
        depth,
        aAt + (aIndices?.[i] ?? 0) * rows * depth * 4,
        aRow,
        aColumn,
        bAt + (bIndices?.[i] ?? 0) * depth * columns * 4,
        bRow,
        bColumn,
        cAt + i * rows * columns * 4,
        columns * 4,
        false,
        scratch,
      );
    }
    return output;
  },
};
