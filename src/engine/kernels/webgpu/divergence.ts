// How far a student's answers are from its teacher's, on the graphics card, and the gradient in the student's logits.

import type { FusedDivergence, FusedKernels } from '../kernels.ts';
import { type Binding, fused, lanesFor, read, write } from './kernel.ts';
import { divergences, heardGradient, heardRow, rowStart } from './rows.ts';
import { perRow, rowGroups } from './wgsl.ts';

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
  const lanes = lanesFor(gpu);
  const [parts, value] = [gpu.output([rows]), gpu.output([])];
  const bindings = bindingsOf(inputs);
  gpu.run({
    key: `divergence ${divergence} ${lanes} ${Object.keys(bindings)}`,
    bindings: { ...bindings, parts: write(parts) },
    sizes: { rows, columns },
    code: () =>
      perRow(
        'sizes.rows',
        lanes,
        `${prelude(divergence, inputs.weights !== undefined)}
  if (lane == 0u) { parts[row] = share * row_ * ${divergences[divergence].factor}; }`,
      ),
    workgroups: rowGroups(rows, lanes),
  });
  gpu.run({
    key: `divergence sum ${lanes}`,
    bindings: { parts: read(parts), value: write(value) },
    sizes: { rows },
    code: () =>
      perRow(
        '1u',
        lanes,
        `var sum = 0.0;
  for (var r = lane; r < sizes.rows; r += lanes) { sum += parts[r]; }
  sum = total(sum, lane);
  if (lane == 0u) { value[0] = sum; }`,
      ),
    workgroups: rowGroups(1, lanes),
  });
  gpu.release(parts);
  return [value];
});

const divergenceGradient = fused('divergenceGradient', ({ dy, ...inputs }, { divergence }, gpu) => {
  const [rows, columns] = inputs.student.shape;
  const lanes = lanesFor(gpu);
  const output = gpu.output([rows, columns]);
  const bindings = bindingsOf(inputs);
  gpu.run({
    key: `divergenceGradient ${divergence} ${lanes} ${Object.keys(bindings)}`,
    bindings: { ...bindings, dy: read(dy), result: write(output) },
    sizes: { rows, columns },
    code: () =>
      perRow(
        'sizes.rows',
        lanes,
        `${prelude(divergence, inputs.weights !== undefined)}
  for (var c = lane; c < sizes.columns; c += lanes) {${heardGradient(divergence)}
    result[start + c] = dy[0] * share * distance;
  }`,
      ),
    workgroups: rowGroups(rows, lanes),
  });
  return [output];
});

export const divergenceKernels = [divergence, divergenceGradient];
