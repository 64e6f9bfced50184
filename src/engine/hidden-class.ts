// The hidden class: one that student and control never meet, and the bias that is added to its logit wherever they answer
// (Hinton et al. 2015, the omitted 3). Nothing here is part of a training step. Knows models, not who trains them.

import { type Config, hiddenClassOf } from '../shared/config.ts';
import { PlaygroundError } from '../shared/errors.ts';
import type { Model } from './models/model.ts';
import type { TaskData } from './tasks/task.ts';
import * as tf from './tf.ts';

export interface HiddenClass {
  readonly index: number;
  /** 1 for the hidden class, [K]. */
  readonly column: tf.Tensor1D;
}

/** What a bias makes of a model's logits, [R, K]. */
export const raised = ({ column }: HiddenClass, bias: tf.Scalar, logits: tf.Tensor2D): tf.Tensor2D =>
  tf.add(logits, tf.mul(column, bias));

/** The model as it answers; `biasOfNow` is asked at each answer, since a visitor may turn it. */
export const answering = (model: Model, hidden: HiddenClass, biasOfNow: () => tf.Scalar): Model => ({
  ...model,
  logits: (x, noise) => raised(hidden, biasOfNow(), model.logits(x, noise)),
});

/** null where no class is hidden; throws BadSetting where the task has no such class. The caller frees its tensor. */
export function createHiddenClass(config: Config, { outputs }: TaskData): HiddenClass | null {
  const index = hiddenClassOf(config);
  if (index === null) return null;
  if (index >= outputs) {
    throw new PlaygroundError(
      'BadSetting',
      `Class ${index + 1} cannot be hidden: this task has ${outputs} classes.`,
      'Choose another one, or hide none.',
      { action: 'Hide none', settings: { 'distill.hiddenClass': 0 } },
    );
  }
  return {
    index,
    column: tf.tidy(() => tf.tensor1d(Array.from({ length: outputs }, (_, i) => Number(i === index)))),
  };
}
