// The loss of a training step on the graphics card, and its gradient in the logits.

import type { FusedDivergence, FusedKernels } from '../kernels.ts';
import { type Binding, fused, read, runRows, write } from './kernel.ts';
import { divergences, heardGradient, heardRow, logSum, rowStart, sumOfClasses, sumOfRows } from './rows.ts';

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

const prelude = (divergence: FusedDivergence | null, weighted: boolean): string => `
  ${rowStart(weighted)}
  ${logSum('plain', 'logits', '1.0')}
  ${divergence === null ? '' : `let T = live[0];\n  let factor = live[1];\n  ${heardRow(divergence)}`}`;

const objective = fused('objective', (inputs, { divergence }, gpu) => {
  const [rows, columns] = inputs.logits.shape;
  const parts = gpu.output([rows, 2]);
  const [loss, terms] = [gpu.output([]), gpu.output([2])];
  runRows(gpu, {
    key: `objective ${divergence}`,
    bindings: { ...bindingsOf(inputs), parts: write(parts) },
    sizes: { rows, columns },
    rows,
    body: () => `${prelude(divergence, inputs.weights !== undefined)}
  ${sumOfClasses('labels', 'targets[start + c] * (plain - logits[start + c])')}
  if (lane == 0u) {
    parts[2u * row] = share * labels;
    parts[2u * row + 1u] = ${divergence === null ? '0.0' : `share * row_ * ${divergences[divergence].factor}`};
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

const objectiveGradient = fused('objectiveGradient', ({ dy, ...inputs }, { divergence }, gpu) => {
  const [rows, columns] = inputs.logits.shape;
  const output = gpu.output([rows, columns]);
  runRows(gpu, {
    key: `objectiveGradient ${divergence}`,
    bindings: { ...bindingsOf(inputs), dy: read(dy), result: write(output) },
    sizes: { rows, columns },
    rows,
    body: () => `${prelude(divergence, inputs.weights !== undefined)}
  ${sumOfClasses('right', 'targets[start + c]')}
  for (var c = lane; c < sizes.columns; c += lanes) {
    let labels = right * exp(logits[start + c] - plain) - targets[start + c];
    ${
      divergence === null
        ? 'let all = labels;'
        : `${heardGradient(divergence)}
    let all = live[2] * labels + live[3] * live[4] * distance;`
    }
    result[start + c] = dy[0] * share * all;
  }`,
  });
  return [output];
});

export const objectiveKernels = [objective, objectiveGradient];
