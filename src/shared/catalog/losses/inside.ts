// Losses that compare what goes on inside the two networks: hidden states, attention, relations between samples.

import { choice, number } from '../../params.ts';
import type { LossRow } from './row.ts';

const common = {
  family: 'inside',
  hasTerm: true,
  softened: false,
  reads: 'heard',
  params: {},
  forms: {},
} as const;

export const insideLosses = {
  hint: {
    ...common,
    label: 'Hint (hidden states)',
    formula: 'mean (W h + b − g)²',
    summary:
      'The student’s hidden state must hold what the teacher’s holds, as far as a trained linear map can tell.',
    use: 'Deep and thin students, as a second term beside one on the answers.',
    citation: 'Romero et al. 2014 (FitNets)',
    needs: 'hidden',
    forms: {
      layer: choice({
        label: 'Hidden layer',
        help: 'Which hidden layers are compared: those in the middle, as FitNets does, or the last.',
        options: [
          { value: 'middle', label: 'Middle' },
          { value: 'last', label: 'Last' },
        ],
        default: 'middle',
      }),
    },
  },
  attention: {
    ...common,
    label: 'Attention transfer',
    formula: 'mean KL(teacher’s attention ‖ student’s)',
    summary: 'The student looks where the teacher looks.',
    use: 'Transformers of similar depth, as a second term beside one on the answers.',
    citation: 'Wang et al. 2020 (MiniLM); Zagoruyko, Komodakis 2016',
    needs: 'attention',
    forms: {
      measure: choice({
        label: 'Measure',
        help: 'KL between the two distributions over earlier tokens (MiniLM), or the squared distance of their probabilities.',
        options: [
          { value: 'kl', label: 'KL' },
          { value: 'mse', label: 'MSE' },
        ],
        default: 'kl',
        live: true,
      }),
    },
  },
  rkd: {
    ...common,
    label: 'Relational KD',
    formula: 'd · ℓ(distances) + a · ℓ(angles),  ℓ smooth L1',
    summary: 'Inputs that are alike to the teacher become alike to the student, whatever the coordinates.',
    use: 'Networks of different widths, where what matters is which inputs lie together.',
    citation: 'Park et al. 2019',
    needs: 'hidden',
    params: {
      distance: number({
        label: 'Distance weight d',
        help: 'Weight of the distances between pairs of inputs (paper: 25).',
        min: 0,
        max: 200,
        step: 1,
        default: 25,
        live: true,
      }),
      angle: number({
        label: 'Angle weight a',
        help: 'Weight of the angles that triples of inputs make (paper: 50).',
        min: 0,
        max: 200,
        step: 1,
        default: 50,
        live: true,
      }),
    },
  },
} as const satisfies Record<string, LossRow>;
