// The loss of a training step on the processor, whole or its divergence alone, and what other losses begin with: the
// logarithms of a softmax. With their gradients in the logits.

import type { FusedDivergence } from '../kernels.ts';
import { fused } from './kernel.ts';

/** As assembly/losses.ts numbers them. */
const numbers = { forwardKl: 1, reverseKl: 2, logitMse: 3 } satisfies Record<FusedDivergence, number>;
const divergenceNumber = (divergence: FusedDivergence | null) =>
  divergence === null ? 0 : numbers[divergence];

const objective = fused(
  'objective',
  ({ logits, targets, weights, teacher, live }, { divergence }, { kernels, heap }) => {
    const [rows, columns] = logits.shape;
    const [loss, terms] = [heap.output([]), heap.output([2])];
    kernels.objective(
      rows,
      columns,
      divergenceNumber(divergence),
      heap.address(logits),
      heap.address(targets),
      heap.address(weights),
      heap.address(teacher),
      heap.address(live),
      heap.address(loss),
      heap.address(terms),
      heap.scratch(kernels.objectiveScratchBytes(columns)),
    );
    return [loss, terms];
  },
);

const objectiveGradient = fused(
  'objectiveGradient',
  ({ logits, targets, weights, teacher, live, dy }, { divergence }, { kernels, heap }) => {
    const [rows, columns] = logits.shape;
    const gradient = heap.output([rows, columns]);
    kernels.objectiveGradient(
      rows,
      columns,
      divergenceNumber(divergence),
      heap.address(logits),
      heap.address(targets),
      heap.address(weights),
      heap.address(teacher),
      heap.address(live),
      heap.address(dy),
      heap.address(gradient),
      heap.scratch(kernels.objectiveScratchBytes(columns)),
    );
    return [gradient];
  },
);

const divergence = fused(
  'divergence',
  ({ student, teacher, weights, temperature, scale }, { divergence }, { kernels, heap }) => {
    const [rows, columns] = student.shape;
    const value = heap.output([]);
    kernels.divergence(
      rows,
      columns,
      numbers[divergence],
      heap.address(student),
      heap.address(teacher),
      heap.address(weights),
      heap.address(temperature),
      heap.address(scale),
      heap.address(value),
      heap.scratch(kernels.objectiveScratchBytes(columns)),
    );
    return [value];
  },
);

const divergenceGradient = fused(
  'divergenceGradient',
  ({ student, teacher, weights, temperature, scale, dy }, { divergence }, { kernels, heap }) => {
    const [rows, columns] = student.shape;
    const gradient = heap.output([rows, columns]);
    kernels.divergenceGradient(
      rows,
      columns,
      numbers[divergence],
      heap.address(student),
      heap.address(teacher),
      heap.address(weights),
      heap.address(temperature),
      heap.address(scale),
      heap.address(dy),
      heap.address(gradient),
      heap.scratch(kernels.objectiveScratchBytes(columns)),
    );
    return [gradient];
  },
);

const logSoftmax = fused('logSoftmax', ({ x }, _attributes, { kernels, heap }) => {
  const [rows, columns] = x.shape;
  const y = heap.output([rows, columns]);
  kernels.logSoftmax(rows, columns, heap.address(x), heap.address(y));
  return [y];
});

const logSoftmaxGradient = fused('logSoftmaxGradient', ({ y, dy }, _attributes, { kernels, heap }) => {
  const [rows, columns] = y.shape;
  const dx = heap.output([rows, columns]);
  kernels.logSoftmaxGradient(rows, columns, heap.address(y), heap.address(dy), heap.address(dx));
  return [dx];
});

export const objectiveKernels = [
  objective,
  objectiveGradient,
  divergence,
  divergenceGradient,
  logSoftmax,
  logSoftmaxGradient,
];
