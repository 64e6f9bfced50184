// The loss of a training step on the graphics card, whole or its divergence alone, with their gradients in the logits.

import type { DivergenceForm, FusedKernels } from '../kernels.ts';
import {
  divergenceFunctions,
  formKey,
  heardBetween,
  heardGradient,
  heardRow,
  heardValue,
} from './divergences.ts';
import { type Binding, fused, read, runRows, write } from './kernel.ts';
import { logSum, rowStart, sumOfClasses, sumOfRows } from './rows.ts';

type Inputs = FusedKernels['objective']['inputs'];

function bindingsOf({ logits, targets, weights, teacher, live }: Inputs): Record<string, Binding> {
  return {
    logits: read(logits),
    targets: read(targets),
    ...(weights && { weights: read(weights) }),
    ...(teacher && { teacher: read(teacher) }),
    ...(live && { live: read(live) }),
  };
}

const labelsSum = logSum('plain', 'logits[start + c]');

const objective = fused('objective', (inputs, { divergence }, gpu) => {
  const [rows, columns] = inputs.logits.shape;
  const parts = gpu.output([rows, 2]);
  const [loss, terms] = [gpu.output([]), gpu.output([2])];
  runRows(gpu, {
    key: `objective ${formKey(divergence)}`,
    bindings: { ...bindingsOf(inputs), parts: write(parts) },
    sizes: { rows, columns },
    rows,
    functions: divergenceFunctions,
    body: () => `${rowStart(inputs.weights !== undefined)}
  ${labelsSum}
  ${divergence === null ? '' : heardRow(divergence)}
  ${sumOfClasses('labels', 'targets[start + c] * (plain - logits[start + c])')}
  if (lane == 0u) {
    parts[2u * row] = share * labels;
    parts[2u * row + 1u] = ${divergence === null ? '0.0' : `share * (${heardValue(divergence)})`};
  }`,
  });
  const { live } = inputs;
  runRows(gpu, {
    key: 'objective sum',
    bindings: {
      parts: read(parts),
      ...(live && { live: read(live) }),
      loss: write(loss),
      terms: write(terms),
    },
    sizes: { rows },
    rows: 1,
    body: () => `${sumOfRows('labels', 'parts[2u * r]')}
  ${sumOfRows('heard', 'parts[2u * r + 1u]')}
  if (lane == 0u) {
    ${
      live === undefined
        ? 'loss[0] = labels; terms[0] = labels; terms[1] = 0.0;'
        : `let D = live[4] * heard;
    loss[0] = live[2] * labels + live[3] * D;
    terms[0] = labels;
    terms[1] = D;`
    }
  }`,
  });
  gpu.release(parts);
  return [loss, terms];
});

/** The gradient of a class, and what has to be known of its row, without the cross-entropy's. */
const heard = (form: DivergenceForm) => ({
  row: `${heardRow(form)}${heardBetween(form)}`,
  each: heardGradient(form),
});

const objectiveGradient = fused('objectiveGradient', ({ dy, ...inputs }, { divergence }, gpu) => {
  const [rows, columns] = inputs.logits.shape;
  const output = gpu.output([rows, columns]);
  runRows(gpu, {
    key: `objectiveGradient ${formKey(divergence)}`,
    bindings: { ...bindingsOf(inputs), dy: read(dy), result: write(output) },
    sizes: { rows, columns },
    rows,
    functions: divergenceFunctions,
    body: () => `${rowStart(inputs.weights !== undefined)}
  ${labelsSum}
  ${divergence === null ? '' : heard(divergence).row}
  ${sumOfClasses('right', 'targets[start + c]')}
  for (var c = lane; c < sizes.columns; c += lanes) {
    let labels = right * exp(logits[start + c] - plain) - targets[start + c];
    ${
      divergence === null
        ? 'let all = labels;'
        : `${heard(divergence).each}
    let all = live[2] * labels + live[3] * live[4] * distance;`
    }
    result[start + c] = dy[0] * share * all;
  }`,
  });
  return [output];
});

const divergence = fused('divergence', (inputs, { divergence }, gpu) => {
  const [rows, columns] = inputs.logits.shape;
  const [parts, value] = [gpu.output([rows]), gpu.output([])];
  runRows(gpu, {
    key: `divergence ${formKey(divergence)}`,
    bindings: { ...bindingsOf(inputs), parts: write(parts) },
    sizes: { rows, columns },
    rows,
    functions: divergenceFunctions,
    body: () => `${rowStart(inputs.weights !== undefined)}
  ${heardRow(divergence)}
  if (lane == 0u) { parts[row] = share * (${heardValue(divergence)}); }`,
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
  const [rows, columns] = inputs.logits.shape;
  const output = gpu.output([rows, columns]);
  runRows(gpu, {
    key: `divergenceGradient ${formKey(divergence)}`,
    bindings: { ...bindingsOf(inputs), dy: read(dy), result: write(output) },
    sizes: { rows, columns },
    rows,
    functions: divergenceFunctions,
    body: () => `${rowStart(inputs.weights !== undefined)}
  ${heard(divergence).row}
  for (var c = lane; c < sizes.columns; c += lanes) {${heard(divergence).each}
    result[start + c] = dy[0] * share * distance;
  }`,
  });
  return [output];
});

export const objectiveKernels = [objective, objectiveGradient, divergence, divergenceGradient];
