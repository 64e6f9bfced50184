// The distillation losses D(teacher, student): what a reader needs to know of each. The functions are engine/losses/.

import type { ParamTable } from '../params.ts';

export interface LossRow {
  readonly label: string;
  /** One line, in the notation of docs: s = softmax(z/T), t = softmax(v/T); z student, v teacher logits. */
  readonly formula: string;
  readonly summary: string;
  readonly citation: string;
  /** false: there is no teacher's term, alpha counts as 0 and the student is the control. */
  readonly usesTeacher: boolean;
  /** true: D compares softened distributions, so temperature matters and the factor T^2 applies. */
  readonly softened: boolean;
  /** true: compares with the tokens of a text, so it is offered only where models write. */
  readonly onlyText: boolean;
  readonly params: ParamTable;
}

export const losses = {
  forwardKl: {
    label: 'Forward KL',
    formula: 'T² Σ t (log t − log s)',
    summary: 'The student covers everything that the teacher thinks possible.',
    citation: 'Hinton, Vinyals, Dean 2015',
    usesTeacher: true,
    softened: true,
    onlyText: false,
    params: {},
  },
  reverseKl: {
    label: 'Reverse KL',
    formula: 'T² Σ s (log s − log t)',
    summary: 'The student keeps to what the teacher thinks likely, and may leave the rest out.',
    citation: 'Gu et al. 2023 (MiniLLM)',
    usesTeacher: true,
    softened: true,
    onlyText: false,
    params: {},
  },
  logitMse: {
    label: 'Logit MSE',
    formula: 'mean (z − v)²',
    summary: "The student copies the teacher's raw outputs; temperature plays no part.",
    citation: 'Ba, Caruana 2014',
    usesTeacher: true,
    softened: false,
    onlyText: false,
    params: {},
  },
  sequenceNll: {
    label: 'Sequence NLL',
    formula: '− log s(next token)',
    summary:
      "The student learns the words of the text it reads as if they were labels: meant for the teacher's own text.",
    citation: 'Kim, Rush 2016',
    usesTeacher: true,
    softened: false,
    onlyText: true,
    params: {},
  },
  labelsOnly: {
    label: 'Labels only',
    formula: '0',
    summary: 'No teacher: the student is trained exactly like the control.',
    citation: 'baseline',
    usesTeacher: false,
    softened: false,
    onlyText: false,
    params: {},
  },
} as const satisfies Record<string, LossRow>;

export type LossId = keyof typeof losses;
export const lossIds = Object.keys(losses) as LossId[];
export const lossRow = (id: LossId): LossRow => losses[id];
