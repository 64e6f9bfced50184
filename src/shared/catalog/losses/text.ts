// Losses on texts: offered only where models write.

import { integer, toggle } from '../../params.ts';
import type { LossRow } from './row.ts';

const common = {
  family: 'text',
  needs: 'text',
  hasTerm: true,
  reads: 'heard',
  params: {},
  forms: {},
} as const;

export const textLosses = {
  topKKl: {
    ...common,
    label: 'Top-k KL',
    formula: 'T² KL(t of the k likeliest ‖ s)',
    summary: 'Only the teacher’s likeliest tokens are heard, as if its answers had been cached.',
    use: 'To see what a cache of top-k answers loses: without the tail bucket it sharpens the teacher.',
    citation: 'Agarwal et al. 2023; DistillKit 2024',
    softened: true,
    forms: {
      k: integer({
        label: 'Tokens kept',
        help: 'How many of the teacher’s likeliest tokens are known at each place.',
        min: 1,
        max: 256,
        scale: 'log',
        unit: 'tokens',
        default: 5,
        live: true,
      }),
      tail: toggle({
        label: 'Tail bucket',
        help: 'All other tokens count as one whose probability is known. Off renormalises over the kept ones.',
        default: true,
        live: true,
      }),
    },
  },
  sequenceNll: {
    ...common,
    label: 'Sequence NLL',
    formula: '− log s(next token)',
    summary:
      "The student learns the words of the text it reads as if they were labels: meant for the teacher's own text.",
    use: 'Only what the teacher wrote is at hand, not what it thought: sequence-level distillation.',
    citation: 'Kim, Rush 2016',
    softened: false,
  },
} as const satisfies Record<string, LossRow>;
