// What the page, the links and the terminal know of a loss: one row. The functions are engine/losses/.

import type { ParamTable } from '../../params.ts';

/** What a loss must find in the experiment beside the answers of two models. */
export type LossNeed = 'answers' | 'text' | 'hidden' | 'attention';

/** What of an experiment decides which losses can mean something in it. */
export interface LossSetting {
  /** true: models write, rows are tokens. */
  readonly writes: boolean;
  /** Both models have a hidden layer. */
  readonly hasHidden: boolean;
  /** Both models are transformers. */
  readonly hasAttention: boolean;
}

/** Why a loss is refused, by what it needs; completes the sentence "<loss> …". */
const objections: Readonly<Record<LossNeed, (setting: LossSetting) => string | null>> = {
  answers: () => null,
  text: ({ writes }) => (writes ? null : 'needs a task whose models write text'),
  hidden: ({ hasHidden }) => (hasHidden ? null : 'needs a hidden layer in teacher and student'),
  attention: ({ hasAttention }) =>
    hasAttention ? null : 'needs transformers: networks without attention have no such maps',
};

/** Why `row` cannot mean anything here; null where it can. */
export const objectionTo = ({ needs }: LossRow, setting: LossSetting): string | null =>
  objections[needs](setting);

export const lossFamilies = {
  softened: 'Softened answers',
  raw: 'Raw outputs',
  inside: 'Inside the network',
  text: 'Texts',
  baseline: 'Without a teacher',
} as const;

export interface LossRow {
  readonly label: string;
  readonly family: keyof typeof lossFamilies;
  /** One line, in the notation of docs: s = softmax(z/T), t = softmax(v/T); z student, v teacher logits. */
  readonly formula: string;
  /** What it rewards, in one sentence. */
  readonly summary: string;
  /** When to take it, in one sentence. */
  readonly use: string;
  readonly citation: string;
  readonly needs: LossNeed;
  /** false: there is no term beside the labels, alpha counts as 0 and the student is the control. */
  readonly hasTerm: boolean;
  /** true: compares softened distributions, so temperature matters and the factor T^2 applies. */
  readonly softened: boolean;
  /** Inputs it is measured on: all that the student hears the teacher on, or those whose labels it may see. */
  readonly reads: 'heard' | 'labelled';
  /** Numbers and switches: scalars on the device, so that a change needs no new computation. */
  readonly params: ParamTable;
  /** Settings that decide which operations run; live as well, but the step is put together anew. */
  readonly forms: ParamTable;
}
