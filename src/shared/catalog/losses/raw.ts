// Losses that compare raw logits: temperature plays no part, so there is no T^2 either.

import { overClasses } from './forms.ts';
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
    forms: { over: overClasses('mean') },
  },
  cosine: {
    ...common,
    label: 'Cosine',
    formula: '1 − cos(z, v)',
    summary: 'The direction of the logits counts, not how large they are.',
    use: 'Together with a loss that teaches confidence; alone it leaves the size of the logits open.',
    citation: 'Goddard et al. 2024 (DistillKit)',
  },
} as const satisfies Record<string, LossRow>;
