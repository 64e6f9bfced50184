// A question to one loss, apart from any run: where does it push a student that answers so, when the teacher answers so?

import type { LossTerm } from './catalog/terms.ts';

/** How the loss is set. */
export interface LossSettings extends Pick<LossTerm, 'loss' | 'params' | 'forms'> {
  readonly temperature: number;
  readonly tSquared: boolean;
}

export interface LossQuestion {
  readonly id: number;
  readonly settings: LossSettings;
  /** Class that counts as the label. */
  readonly label: number;
  /** Probabilities of the teacher at T = 1, [K]. */
  readonly teacher: readonly number[];
  /** Probabilities of the student at T = 1, [K]. */
  readonly student: readonly number[];
  /** More students, row after row, [R * K]. */
  readonly field: readonly number[];
  /** Other settings, whose gradient at the student is to be told too. */
  readonly others: readonly LossSettings[];
}

export interface LossAnswer {
  readonly id: number;
  /** Of the student, in nats. */
  readonly value: number;
  /** With respect to the student's logits, [K]. */
  readonly gradient: Float32Array;
  /** Where each row of the field goes in one step down its gradient, as probabilities, [R * K]; all with the same step size. */
  readonly ends: Float32Array;
  /** Length of the gradient with the settings asked for, and with the others. */
  readonly norm: number;
  readonly otherNorms: readonly number[];
}
