// Losses that compare softened distributions: s = softmax(z/T), t = softmax(v/T); each carries the factor T^2.

import type { LossRow } from './row.ts';

const common = {
  family: 'softened',
  needs: 'answers',
  hasTerm: true,
  softened: true,
  reads: 'heard',
  params: {},
  forms: {},
} as const;

export const softenedLosses = {
  forwardKl: {
    ...common,
    label: 'Forward KL',
    formula: 'T² Σ t (log t − log s)',
    summary: 'The student covers everything that the teacher thinks possible.',
    use: 'The place to begin, and the measure of every other loss here.',
    citation: 'Hinton, Vinyals, Dean 2015',
  },
  reverseKl: {
    ...common,
    label: 'Reverse KL',
    formula: 'T² Σ s (log s − log t)',
    summary: 'The student keeps to what the teacher thinks likely, and may leave the rest out.',
    use: 'A student too small for all that the teacher knows: better few answers right than all half right.',
    citation: 'Gu et al. 2023 (MiniLLM)',
  },
} as const satisfies Record<string, LossRow>;
