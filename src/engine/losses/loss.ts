// What a distillation loss is, and the registry that ties each catalogue row to its function.
// Adding a loss = one file here + one catalogue row.

import type { LossId } from '../../shared/catalog/losses.ts';
import type * as tf from '../tf.ts';
import { forwardKl } from './forward-kl.ts';
import { labelsOnly } from './labels-only.ts';
import { logitMse } from './logit-mse.ts';
import { reverseKl } from './reverse-kl.ts';
import { sequenceNll } from './sequence-nll.ts';

export interface LossInputs {
  /** Student's logits z, shape [B, K]. */
  readonly student: tf.Tensor2D;
  /** Teacher's logits v, shape [B, K]; a constant, never differentiated. */
  readonly teacher: tf.Tensor2D;
  /** T, a positive scalar tensor, so that a change needs no new graph. */
  readonly temperature: tf.Scalar;
  /** T^2, or 1 where the factor is switched off. */
  readonly scale: tf.Scalar;
  /** What the text itself says next, one-hot, shape [B, K]: read by losses on sequences alone. */
  readonly targets: tf.Tensor2D;
  /** Weight of each row, shape [B], summing to 1 (or to 0, where nothing counts); null weighs all alike. */
  readonly weights: tf.Tensor1D | null;
}

/** D(teacher, student) in nats, averaged over rows; differentiable in `student`. */
export type DistillLoss = (inputs: LossInputs) => tf.Scalar;

export const distillLosses = { forwardKl, reverseKl, logitMse, sequenceNll, labelsOnly } satisfies Record<
  LossId,
  DistillLoss
>;
