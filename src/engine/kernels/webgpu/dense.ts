// Fully connected layers on the graphics card: products of matrices, and the activations' derivatives.

import { fused, read, write } from './kernel.ts';
import { runProduct } from './product.ts';
import { derivativeCode, inFours, perThread, tanhCode, threads } from './wgsl.ts';

const dense = fused('dense', ({ x, weight, bias, residual }, { activation, transposed }, gpu) => {
  const [rows, depth] = x.shape;
  const columns = transposed ? weight.shape[0] : weight.shape[1];
  const output = gpu.output([rows, columns]);
  const before = activation === 'gelu' ? gpu.output([rows, columns]) : undefined;
  const operands = { a: x, b: weight, transposeA: false, transposeB: transposed, rows, depth, columns };
  runProduct({ ...operands, output, bias, residual, activation, before }, gpu);
  return before === undefined ? [output] : [output, before];
});

const denseGradientX = fused('denseGradientX', ({ dy, weight }, { transposed }, gpu) => {
  const [rows, depth] = dy.shape;
  const columns = transposed ? weight.shape[1] : weight.shape[0];
  const output = gpu.output([rows, columns]);
  runProduct(
    { a: dy, b: weight, transposeA: false, transposeB: !transposed, rows, depth, columns, output },
    gpu,
  );
  return [output];
});

const denseGradientWeight = fused('denseGradientWeight', ({ x, dy }, { transposed, bias }, gpu) => {
  const depth = x.shape[0];
  const [a, b] = transposed ? [dy, x] : [x, dy];
  const [rows, columns] = [a.shape[1], b.shape[1]];
  const width = dy.shape[1];
  const output = gpu.output([rows, columns]);
  const sums = bias
    ? ({ of: transposed ? 'a' : 'b', output: gpu.output([width]), width } as const)
    : undefined;
  runProduct({ a, b, transposeA: true, transposeB: false, rows, depth, columns, output, sums }, gpu);
  return sums === undefined ? [output] : [output, sums.output];
});

const activationGradient = fused('activationGradient', ({ dy, known }, { activation }, gpu) => {
  const output = gpu.output([...dy.shape]);
  const { element, size } = inFours(dy.size);
  gpu.run({
    key: `activationGradient ${activation} ${element}`,
    bindings: { dy: read(dy, element), known: read(known, element), result: write(output, element) },
    sizes: { count: size },
    code: () =>
      perThread(
        'sizes.count',
        'result[thread] = dy[thread] * derivative(known[thread]);',
        `${tanhCode(element)}\n${derivativeCode(element)[activation]}`,
      ),
    workgroups: threads(size),
  });
  return [output];
});

export const denseKernels = [dense, denseGradientX, denseGradientWeight, activationGradient];
