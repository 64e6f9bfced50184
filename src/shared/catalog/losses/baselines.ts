// What distillation has to beat: students without a teacher.

import type { LossRow } from './row.ts';

const common = { family: 'baseline', needs: 'answers', softened: false, params: {}, forms: {} } as const;

export const baselineLosses = {
  labelsOnly: {
    ...common,
    label: 'Labels only',
    formula: '0',
    summary: 'No teacher: the student is trained exactly like the control.',
    use: 'To see that student and control are one and the same where nobody teaches.',
    citation: 'baseline',
    hasTerm: false,
    reads: 'labelled',
  },
} as const satisfies Record<string, LossRow>;
