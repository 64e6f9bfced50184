// Fully connected layers on the processor: product, bias, activation and residual in one call, and their gradients.

import type { Activation } from '../../../shared/catalog/models.ts';
import { fused } from './kernel.ts';

/** As assembly/activations.ts numbers them. */
const numbers = { relu: 1, tanh: 2, gelu: 3 } satisfies Record<Activation, number>;
const activationNumber = (activation: Activation | null) => (activation === null ? 0 : numbers[activation]);

/** activation(x weight + bias) + residual; for gelu also what it reads. */
const dense = fused(
  'dense',
  ({ x, weight, bias, residual }, { activation, transposed }, { kernels, heap }) => {
    const [rows, depth] = x.shape;
    const columns = weight.shape[transposed ? 0 : 1];
    const output = heap.output([rows, columns]);
    const before = activation === 'gelu' ? heap.output([rows, columns]) : null;
    const [bRow, bColumn] = transposed ? [4, depth * 4] : [columns * 4, 4];
    const [out, sums] = [heap.address(output), heap.address(before ?? output)];
    const scratch = heap.scratch(kernels.gemmScratchBytes());
    kernels.fillRows(
      rows,
      columns,
      heap.address(bias),
      activation === null ? heap.address(residual) : 0,
      sums,
    );
    kernels.gemm(
      rows,
      columns,
      depth,
      heap.address(x),
      depth * 4,
      4,
      heap.address(weight),
      bRow,
      bColumn,
      sums,
      columns * 4,
      true,
      scratch,
    );
    if (activation !== null) {
      kernels.activate(activationNumber(activation), rows * columns, sums, out);
      if (residual !== undefined) kernels.addInPlace(rows * columns, out, heap.address(residual));
    }
    return before === null ? [output] : [output, before];
  },
);

/** dy weight^T. */
const denseGradientX = fused('denseGradientX', ({ dy, weight }, { transposed }, { kernels, heap }) => {
  const [rows, depth] = dy.shape;
  const columns = weight.shape[transposed ? 1 : 0];
  const dx = heap.output([rows, columns]);
  const [bRow, bColumn] = transposed ? [columns * 4, 4] : [4, depth * 4];
  const [a, b, c] = [heap.address(dy), heap.address(weight), heap.address(dx)];
  const scratch = heap.scratch(kernels.gemmScratchBytes());
  kernels.gemm(rows, columns, depth, a, depth * 4, 4, b, bRow, bColumn, c, columns * 4, false, scratch);
  return [dx];
});

/** x^T dy, or dy^T x for a weight that lies transposed; and the sum of dy's rows. */
const denseGradientWeight = fused(
  'denseGradientWeight',
  ({ x, dy }, { transposed, bias }, { kernels, heap }) => {
    const depth = x.shape[0];
    const [left, right] = transposed ? [dy, x] : [x, dy];
    const [rows, columns] = [left.shape[1], right.shape[1]];
    const weight = heap.output([rows, columns]);
    const [a, b, c] = [heap.address(left), heap.address(right), heap.address(weight)];
    const scratch = heap.scratch(kernels.gemmScratchBytes());
    kernels.gemm(rows, columns, depth, a, 4, rows * 4, b, columns * 4, 4, c, columns * 4, false, scratch);
    if (!bias) return [weight];
    const sums = heap.output([dy.shape[1]]);
    kernels.columnSums(depth, dy.shape[1], heap.address(dy), heap.address(sums));
    return [weight, sums];
  },
);

const activationGradient = fused('activationGradient', ({ dy, known }, { activation }, { kernels, heap }) => {
  const dx = heap.output(dy.shape);
  const [from, up, into] = [heap.address(known), heap.address(dy), heap.address(dx)];
  kernels.activationGradient(activationNumber(activation), dy.size, from, up, into);
  return [dx];
});

export const denseKernels = [dense, denseGradientX, denseGradientWeight, activationGradient];
