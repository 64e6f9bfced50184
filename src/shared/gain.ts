// What an experiment is judged by: one measure for each task, and the gain of the student over the control in it.

import type { Config } from './config.ts';

/** What the headline compares: as a share of 1 where more is better, or in nats where less is. */
export interface Measure {
  readonly column: 'accuracy' | 'exactMatch' | 'truthKl' | 'valLoss';
  readonly unit: 'points' | 'nats';
  /** The measure's name in a table. */
  readonly label: string;
  /** What stands before and behind the figure in "the student answers 94.3 % of the validation examples right". */
  readonly words: readonly [string, string];
}

const accuracy: Measure = {
  column: 'accuracy',
  unit: 'points',
  label: 'accuracy',
  words: ['answers', 'of the validation examples right'],
};
const exactMatch: Measure = {
  column: 'exactMatch',
  unit: 'points',
  label: 'exact match',
  words: ['solves', 'of the held-out problems'],
};
const truthKl: Measure = {
  column: 'truthKl',
  unit: 'nats',
  label: 'KL to the truth',
  words: ['is', 'per word away from the truth'],
};
const valLoss: Measure = {
  column: 'valLoss',
  unit: 'nats',
  label: 'validation loss',
  words: ['has a loss of', 'per token'],
};

const byCorpus = {
  arithmetic: exactMatch,
  grammar: truthKl,
  bimodal: truthKl,
  fables: valLoss,
  own: valLoss,
};

/** What this experiment's gain is measured in. */
export const measureOf = ({ task }: Config): Measure =>
  task.kind === 'text' ? byCorpus[task.corpus] : accuracy;

/** What the student is better by: points where more is better, nats where less is. */
export const gainIn = ({ unit }: Measure, student: number, control: number): number =>
  unit === 'points' ? 100 * (student - control) : control - student;
