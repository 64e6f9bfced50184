// Losses that compare raw logits: temperature plays no part, so there is no T^2 either.

import type { LossRow } from './row.ts';

const common = {
  family: 'raw',
  needs: 'answers',
  hasTerm: true,
  softened: false,
  reads: 'heard',
  params: {},
  forms: {},
} as const;

export const rawLosses = {
  logitMse: {
    ...common,
    label: 'Logit MSE',
    formula: 'mean (z − v)²',
    summary: "The student copies the teacher's raw outputs; temperature plays no part.",
    use: 'A student almost as able as its teacher; also the limit of forward KL at a very high temperature.',
    citation: 'Ba, Caruana 2014',
  },
} as const satisfies Record<string, LossRow>;
