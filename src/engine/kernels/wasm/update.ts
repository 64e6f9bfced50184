// The optimisers' updates on the processor: every variable in place, one call each.

import type { OptimizerId } from '../../../shared/catalog/optimizers.ts';
import { fused } from './kernel.ts';
import type { WasmKernels } from './module.ts';

/** Where a variable, its gradient and its slots lie (0: it has no such slot), and where the step's numbers do. */
interface Places {
  readonly count: number;
  readonly weight: number;
  readonly gradient: number;
  readonly first: number;
  readonly second: number;
  readonly rates: number;
}

const adam = (kernels: WasmKernels, { count, weight, gradient, first, second, rates }: Places) =>
  kernels.adam(count, weight, gradient, first, second, rates);

const rules = {
  sgd: (kernels, { count, weight, gradient, rates }) => kernels.sgd(count, weight, gradient, rates),
  momentum: (kernels, { count, weight, gradient, first, rates }) =>
    kernels.momentum(count, weight, gradient, first, rates),
  adam,
  adamw: adam,
} satisfies Record<OptimizerId, (kernels: WasmKernels, places: Places) => void>;

const update = fused('update', (inputs, { rule, count }, { kernels, heap }) => {
  const rates = heap.address(inputs.rates);
  for (let i = 0; i < count; i++) {
    const weight = inputs[`weight${i}`];
    rules[rule](kernels, {
      count: weight?.size ?? 0,
      weight: heap.address(weight),
      gradient: heap.address(inputs[`gradient${i}`]),
      first: heap.address(inputs[`first${i}`]),
      second: heap.address(inputs[`second${i}`]),
      rates,
    });
  }
  return [];
});

export const updateKernels = [update];
