// The ways in which training steps are computed, in words. Apart from their names, which the page's first script needs.

import type { EngineChoice } from './backends.ts';

export const engines = {
  recorded: {
    label: 'Recorded once, then replayed',
    help: 'The graphics card is handed a whole step at once. On WebGPU; elsewhere steps are computed one operation after another.',
  },
  subgroups: {
    label: 'Recorded, with subgroups',
    help: 'Recorded too, and sums over a row go through subgroups, where the graphics card has them.',
  },
  eager: {
    label: 'One operation after another',
    help: 'As most libraries do it: the same kernels and the same numbers, but the card waits for JavaScript.',
  },
  plain: {
    label: 'With TensorFlow.js’s kernels alone',
    help: 'One operation after another, and none of our own: what the others are measured against.',
  },
} satisfies Record<EngineChoice, { readonly label: string; readonly help: string }>;
