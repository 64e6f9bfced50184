// How far a student's answers are from its teacher's, on the graphics card, and the gradient in the student's logits.

import type { FusedDivergence, FusedKernels } from '../kernels.ts';
import { type Binding, fused, read, runRows, write } from './kernel.ts';
import { divergences, heardGradient, heardRow, rowStart, sumOfRows } from './rows.ts';

function bindingsOf(inputs: FusedKernels['divergence']['inputs']): Record<string, Binding> {
  const { student, teacher, weights, temperature, scale } = inputs;
  return {
    logits: read(student),
    teacher: read(teacher),
    ...(weights && { weights: read(weights) }),
    temperature: read(temperature),
    scale: read(scale),
  };
}

const prelude = (divergence: FusedDivergence, weighted: boolean): string => `
  ${rowStart(weighted)}
  let T = temperature[0];
  let factor = scale[0];
  ${heardRow(divergence)}`;

const divergence = fused('divergence', (inputs, { divergence }, gpu) => {
  const [rows, columns] = inputs.student.shape;
  const [parts, value] = [gpu.output([rows]), gpu.output([])];
  runRows(gpu, {
    key: `divergence ${divergence}`,
    bindings: { ...bindingsOf(inputs), parts: write(parts) },
    sizes: { rows, columns },
    rows,
    body: () => `${prelude(divergence, inputs.weights !== undefined)}
  if (lane == 0u) { parts[row] = share * row_ * ${divergences[divergence].factor}; }`,
  });
  runRows(gpu, {
    key: 'divergence sum',
    bindings: { parts: read(parts), value: write(value) },
    sizes: { rows },
    rows: 1,
    body: () => `${sumOfRows('sum', 'parts[r]')}
  if (lane == 0u) { value[0] = sum; }`,
  });
  gpu.release(parts);
  return [value];
});

const divergenceGradient = fused('divergenceGradient', ({ dy, ...inputs }, { divergence }, gpu) => {
  const [rows, columns] = inputs.student.shape;
  const output = gpu.output([rows, columns]);
  runRows(gpu, {
    key: `divergenceGradient ${divergence}`,
    bindings: { ...bindingsOf(inputs), dy: read(dy), result: write(output) },
    sizes: { rows, columns },
    rows,
    body: () => `${prelude(divergence, inputs.weights !== undefined)}
  for (var c = lane; c < sizes.columns; c += lanes) {${heardGradient(divergence)}
    result[start + c] = dy[0] * share * distance;
  }`,
  });
  return [output];
});

export const divergenceKernels = [divergence, divergenceGradient];
