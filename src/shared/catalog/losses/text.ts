// Losses on texts: offered only where models write.

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
