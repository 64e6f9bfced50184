// The loss of a training step on the graphics card, and its gradient in the logits.

import type { FusedDivergence, FusedKernels } from '../kernels.ts';
import { type Binding, fused, lanesFor, read, write } from './kernel.ts';
import { divergences, heardGradient, heardRow, logSum, rowStart } from './rows.ts';
import { perRow, rowGroups } from './wgsl.ts';

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
  const lanes = lanesFor(gpu);
  const parts = gpu.output([rows, 2]);
  const [loss, terms] = [gpu.output([]), gpu.output([2])];
  const bindings = bindingsOf(inputs);
  gpu.run({
    key: `objective ${divergence} ${lanes} ${Object.keys(bindings)}`,
    bindings: { ...bindings, parts: write(parts) },
    sizes: { rows, columns },
    code: () =>
      perRow(
        'sizes.rows',
        lanes,
        `${prelude(divergence, inputs.weights !== undefined)}
  var labels = 0.0;
  for (var c = lane; c < sizes.columns; c += lanes) { labels += targets[start + c] * (plain - logits[start + c]); }
  labels = total(labels, lane);
  if (lane == 0u) {
    parts[2u * row] = share * labels;
    parts[2u * row + 1u] = ${divergence === null ? '0.0' : `share * row_ * ${divergences[divergence].factor}`};
  }`,
      ),
    workgroups: rowGroups(rows, lanes),
  });
  const live = inputs.live;
  gpu.run({
    key: `objective sum ${lanes} ${divergence !== null}`,
    bindings: {
      parts: read(parts),
      ...(live && { live: read(live) }),
      loss: write(loss),
      terms: write(terms),
    },
    sizes: { rows },
    code: () =>
      perRow(
        '1u',
        lanes,
        `var labels = 0.0;
  var heard = 0.0;
  for (var r = lane; r < sizes.rows; r += lanes) { labels += parts[2u * r]; heard += parts[2u * r + 1u]; }
  labels = total(labels, lane);
  heard = total(heard, lane);
  if (lane == 0u) {
    ${
      divergence === null
        ? 'loss[0] = labels; terms[0] = labels; terms[1] = 0.0;'
        : `let D = live[4] * heard;
    loss[0] = live[2] * labels + live[3] * D;
    terms[0] = labels;
    terms[1] = D;`
    }
  }`,
      ),
    workgroups: rowGroups(1, lanes),
  });
  gpu.release(parts);
  return [loss, terms];
});

const objectiveGradient = fused('objectiveGradient', ({ dy, ...inputs }, { divergence }, gpu) => {
  const [rows, columns] = inputs.logits.shape;
  const lanes = lanesFor(gpu);
  const output = gpu.output([rows, columns]);
  const bindings = bindingsOf(inputs);
  gpu.run({
    key: `objectiveGradient ${divergence} ${lanes} ${Object.keys(bindings)}`,
    bindings: { ...bindings, dy: read(dy), result: write(output) },
    sizes: { rows, columns },
    code: () =>
      perRow(
        'sizes.rows',
        lanes,
        `${prelude(divergence, inputs.weights !== undefined)}
  var right = 0.0;
  for (var c = lane; c < sizes.columns; c += lanes) { right += targets[start + c]; }
  right = total(right, lane);
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
      ),
    workgroups: rowGroups(rows, lanes),
  });
  return [output];
});

export const objectiveKernels = [objective, objectiveGradient];
