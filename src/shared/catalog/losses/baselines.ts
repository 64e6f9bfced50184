// What distillation has to beat: students without a teacher.

import { number } from '../../params.ts';
import type { LossRow } from './row.ts';

const common = {
  family: 'baseline',
  needs: 'answers',
  softened: false,
  reads: 'labelled',
  params: {},
  forms: {},
} as const;

export const baselineLosses = {
  labelSmoothing: {
    ...common,
    label: 'Label smoothing',
    formula: '− Σ ((1 − e) y + e / K) log softmax(z)',
    summary: 'No teacher: the student is told to be a little unsure of every label it sees.',
    use: 'The baseline to beat: what a teacher adds must be more than a little doubt.',
    citation: 'Szegedy et al. 2016',
    hasTerm: true,
    params: {
      smoothing: number({
        label: 'Smoothing e',
        help: 'Share of each label that is spread evenly over all classes; alpha times this is the smoothing of the whole loss.',
        min: 0,
        max: 0.9,
        step: 0.01,
        default: 0.1,
        live: true,
      }),
    },
  },
  labelsOnly: {
    ...common,
    label: 'Labels only',
    formula: '0',
    summary: 'No teacher: the student is trained exactly like the control.',
    use: 'To see that student and control are one and the same where nobody teaches.',
    citation: 'baseline',
    hasTerm: false,
  },
} as const satisfies Record<string, LossRow>;
