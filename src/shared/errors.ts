// The errors a visitor can meet: a closed union of named kinds, each carrying its values and saying its remedy.

import type { Settings } from './params.ts';
import type { Watch } from './protocol/watch.ts';

export interface Failure {
  readonly kind:
    | 'DeviceLost'
    | 'OutOfMemory'
    | 'NonFiniteLoss'
    | 'BadFile'
    | 'BadLink'
    | 'BadSetting'
    | 'Internal';
  /** What was wrong, with the value. */
  readonly message: string;
  /** How to mend it. */
  readonly remedy: string;
  /** Settings that mend it, and the words of the button that applies them. */
  readonly fix?: { readonly action: string; readonly settings: Settings };
  /** What the page looks at that has no answer: the failure is over as soon as something else is asked there. */
  readonly question?: keyof Watch;
}

/** An Error that carries a Failure across a throw; engine code throws nothing else on purpose. */
export class PlaygroundError extends Error {
  readonly failure: Failure;
  constructor(kind: Failure['kind'], message: string, remedy: string, fix?: Failure['fix']) {
    super(message);
    this.name = kind;
    this.failure = fix === undefined ? { kind, message, remedy } : { kind, message, remedy, fix };
  }
}

const lossWords: Readonly<Record<string, string>> = {
  loss: 'training loss',
  labelsTerm: 'loss on the labels',
  teacherTerm: 'loss against the teacher',
  valLoss: 'validation loss',
  kl: 'KL to the teacher',
  truthKl: 'KL to the grammar’s truth',
};

/** `column` is the metric that is no number any more, as `student.loss`. */
export function nonFiniteError({ column, step }: { column: string; step: number }): PlaygroundError {
  const [lane = '', measure = ''] = column.split('.');
  const whose = lane === 'second' ? 'second teacher' : lane;
  return new PlaygroundError(
    'NonFiniteLoss',
    `The ${whose}’s ${lossWords[measure] ?? measure} is no longer a number at step ${step}.`,
    'Its updates grew too large: lower the learning rate.',
  );
}

/** Any thrown thing as a Failure; what was not foreseen becomes `Internal`. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof PlaygroundError) return thrown.failure;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (/out of memory|allocation failed|Array buffer allocation|OOM/i.test(message)) {
    return {
      kind: 'OutOfMemory',
      message: `There was not enough memory: ${message}`,
      remedy: 'Make the models or the batch smaller, or close other tabs, then run again.',
    };
  }
  return {
    kind: 'Internal',
    message,
    remedy: 'Run again; if it happens twice, please report it with this link.',
  };
}
