// The optimisers on the graphics card: as many variables in one program as the device lets it bind.

import type { OptimizerId } from '../../../shared/catalog/optimizers.ts';
import { type Binding, fused, read, write } from './kernel.ts';
import { each, type Floats, inFours, perThread, threads } from './wgsl.ts';

/** Of each rule: its slots, and its update in WGSL, where `g` is the gradient; as in optim/optimizer.ts. */
const rules = {
  sgd: { slots: [], code: (i) => `weight${i}[at] -= g * rates[0];` },
  momentum: {
    slots: ['first'],
    code: (i) => `let velocity = 0.9 * first${i}[at] + g;
    first${i}[at] = velocity;
    weight${i}[at] -= velocity * rates[0];`,
  },
  adam: { slots: ['first', 'second'], code: (i) => adamCode(i, `weight${i}[at]`) },
  adamw: { slots: ['first', 'second'], code: (i) => adamCode(i, `weight${i}[at] * rates[2]`) },
} satisfies Record<OptimizerId, { slots: readonly ('first' | 'second')[]; code: (i: number) => string }>;

function adamCode(i: number, kept: string): string {
  return `let m = first${i}[at] * 0.9 + g * 0.1;
    let v = second${i}[at] * 0.999 + g * g * 0.001;
    first${i}[at] = m;
    second${i}[at] = v;
    weight${i}[at] = ${kept} - m / (sqrt(v) * rates[1] + 1e-8) * rates[0];`;
}

const update = fused('update', ({ rates, ...tensors }, { rule, count }, gpu) => {
  const { slots, code } = rules[rule];
  const perProgram = Math.max(1, Math.floor((gpu.maxBindings - 1) / (2 + slots.length)));
  for (let from = 0; from < count; from += perProgram) {
    const taken = Math.min(perProgram, count - from);
    const bindings: Record<string, Binding> = { rates: read(rates) };
    const sizes: Record<string, number> = {};
    const elements: Floats[] = [];
    let size = 0;
    for (let i = 0; i < taken; i++) {
      const tensor = (name: string) => tensors[`${name}${from + i}`] as (typeof tensors)[string];
      const own = inFours(tensor('weight').size);
      elements.push(own.element);
      bindings[`gradient${i}`] = read(tensor('gradient'), own.element);
      for (const name of ['weight', ...slots]) bindings[`${name}${i}`] = write(tensor(name), own.element);
      sizes[`start${i}`] = size;
      size += own.size;
      sizes[`end${i}`] = size;
    }
    gpu.run({
      key: `update ${rule} ${elements}`,
      bindings,
      sizes,
      code: () =>
        perThread(
          `sizes.end${taken - 1}`,
          each(
            taken,
            (i) => `if (thread >= sizes.start${i} && thread < sizes.end${i}) {
    let at = thread - sizes.start${i};
    let g = gradient${i}[at];
    ${code(i)}
  }`,
          ),
        ),
      workgroups: threads(size),
    });
  }
  return [];
});

export const updateKernels = [update];
