// The loss of a training step on the processor, whole or a divergence alone (DIST among them), and what other losses begin
// with: the logarithms of a softmax. With their gradients in the logits.

import type { DivergenceForm, FusedDivergence, FusedKernels } from '../kernels.ts';
import { fused, type WasmHeap } from './kernel.ts';
import type { WasmKernels } from './module.ts';

/** As assembly/kinds.ts numbers them. */
const numbers = {
  forwardKl: 1,
  reverseKl: 2,
  jsd: 3,
  skewKl: 4,
  skewReverseKl: 5,
  tvd: 6,
  probabilityMse: 7,
  dkd: 8,
  standardizedKl: 9,
  logitMse: 10,
  cosine: 11,
  topKKl: 12,
} satisfies Record<FusedDivergence, number>;

/** A loss's own settings as one number: see `divergenceRow` in assembly/divergences.ts. */
function formNumber({ id, forms }: DivergenceForm): number {
  if (id === 'topKKl') return 2 * forms.k + Number(forms.tail);
  if (id === 'dkd') return Number(forms.target === 'label');
  return 'over' in forms ? Number(forms.over === 'mean') : 0;
}

/** Rows, columns, the divergence's numbers and where the inputs lie: what the four kernels begin with. */
function given(
  { logits, targets, weights, teacher, live }: FusedKernels['objective']['inputs'],
  divergence: DivergenceForm | null,
  heap: WasmHeap,
) {
  const [rows, columns] = logits.shape;
  const [kind, form] = divergence === null ? [0, 0] : [numbers[divergence.id], formNumber(divergence)];
  const at = [logits, targets, weights, teacher, live].map((input) => heap.address(input));
  return [rows, columns, kind, form, ...(at as [number, number, number, number, number])] as const;
}

const scratch = (logits: { shape: number[] }, kernels: WasmKernels, heap: WasmHeap): number =>
  heap.scratch(kernels.objectiveScratchBytes(logits.shape[1] ?? 0));

const objective = fused('objective', (inputs, { divergence }, { kernels, heap }) => {
  const [loss, terms] = [heap.output([]), heap.output([2])];
  const room = scratch(inputs.logits, kernels, heap);
  kernels.objective(...given(inputs, divergence, heap), heap.address(loss), heap.address(terms), room);
  return [loss, terms];
});

const objectiveGradient = fused(
  'objectiveGradient',
  ({ dy, ...inputs }, { divergence }, { kernels, heap }) => {
    const gradient = heap.output(inputs.logits.shape);
    const room = scratch(inputs.logits, kernels, heap);
    const [from, to] = [heap.address(dy), heap.address(gradient)];
    kernels.objectiveGradient(...given(inputs, divergence, heap), from, to, room);
    return [gradient];
  },
);

const divergence = fused('divergence', (inputs, { divergence }, { kernels, heap }) => {
  const value = heap.output([]);
  const room = scratch(inputs.logits, kernels, heap);
  kernels.divergence(...given(inputs, divergence, heap), heap.address(value), room);
  return [value];
});

const divergenceGradient = fused(
  'divergenceGradient',
  ({ dy, ...inputs }, { divergence }, { kernels, heap }) => {
    const gradient = heap.output(inputs.logits.shape);
    const room = scratch(inputs.logits, kernels, heap);
    const [from, to] = [heap.address(dy), heap.address(gradient)];
    kernels.divergenceGradient(...given(inputs, divergence, heap), from, to, room);
    return [gradient];
  },
);

/** What DIST's kernels begin with. */
function correlated({ logits, teacher, weights, live }: FusedKernels['dist']['inputs'], heap: WasmHeap) {
  const [rows, columns] = logits.shape;
  const at = [logits, teacher, weights, live].map((input) => heap.address(input));
  return [rows, columns, ...(at as [number, number, number, number])] as const;
}

const dist = fused('dist', (inputs, _attributes, { kernels, heap }) => {
  const value = heap.output([]);
  const room = heap.scratch(kernels.distScratchBytes(...inputs.logits.shape));
  kernels.dist(...correlated(inputs, heap), heap.address(value), room);
  return [value];
});

const distGradient = fused('distGradient', ({ dy, ...inputs }, _attributes, { kernels, heap }) => {
  const gradient = heap.output(inputs.logits.shape);
  const room = heap.scratch(kernels.distScratchBytes(...inputs.logits.shape));
  kernels.distGradient(...correlated(inputs, heap), heap.address(dy), heap.address(gradient), room);
  return [gradient];
});

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
  dist,
  distGradient,
  logSoftmax,
  logSoftmaxGradient,
];
