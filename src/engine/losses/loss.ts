// What a distillation loss is, and the registry that ties each catalogue row to its function.
// Adding a loss = one file here + one catalogue row.

import type { LossId, losses } from '../../shared/catalog/losses.ts';
import type { Values } from '../../shared/params.ts';
import type { Inside, Model } from '../models/model.ts';
import type { Random } from '../rng.ts';
import type * as tf from '../tf.ts';
import { attention } from './attention.ts';
import { cosine } from './cosine.ts';
import { dist } from './dist.ts';
import { dkd } from './dkd.ts';
import { forwardKl } from './forward-kl.ts';
import { hint, hintProjector } from './hint.ts';
import { jsd } from './jsd.ts';
import { labelSmoothing } from './label-smoothing.ts';
import { labelsOnly } from './labels-only.ts';
import { logitMse } from './logit-mse.ts';
import { probabilityMse } from './probability-mse.ts';
import { reverseKl } from './reverse-kl.ts';
import { rkd } from './rkd.ts';
import { sequenceNll } from './sequence-nll.ts';
import { skewKl } from './skew-kl.ts';
import { skewReverseKl } from './skew-reverse-kl.ts';
import { standardizedKl } from './standardized-kl.ts';
import { topKKl } from './top-k-kl.ts';
import { tvd } from './tvd.ts';

type Own<Id extends LossId, Part extends 'params' | 'forms'> = (typeof losses)[Id][Part];

export interface LossInputs<Id extends LossId = LossId> {
  /** Student's logits z, shape [R, K]. */
  readonly student: tf.Tensor2D;
  /** Teacher's logits v, shape [R, K]; a constant, never differentiated. */
  readonly teacher: tf.Tensor2D;
  /** T, a positive scalar tensor, so that a change needs no new graph. */
  readonly temperature: tf.Scalar;
  /** T^2, or 1 where the factor is switched off. */
  readonly scale: tf.Scalar;
  /** The right answers, one-hot, shape [R, K]: labels, or what the text itself says next. */
  readonly targets: tf.Tensor2D;
  /** Weight of each row, shape [R], summing to 1 (or to 0, where nothing counts); null weighs all alike. */
  readonly weights: tf.Tensor1D | null;
  /** Rows of one example: 1, or the tokens of a window. */
  readonly rowsPerExample: number;
  /** The loss's own numbers and switches (1 or 0), live. */
  readonly params: { readonly [K in keyof Own<Id, 'params'>]: tf.Scalar };
  /** The loss's own settings that decide which operations run. */
  readonly forms: Values<Own<Id, 'forms'>>;
  /** What went on inside both models; empty for losses that need answers alone. */
  readonly inside: { readonly student: Inside; readonly teacher: Inside } | null;
  /** The loss's own trained parts, in the order in which `trainedParts` made them. */
  readonly trained: readonly tf.Variable[];
}

/** D(teacher, student), averaged over rows; differentiable in `student`, in what is inside it, and in the trained parts. */
export type DistillLoss<Id extends LossId> = (inputs: LossInputs<Id>) => tf.Scalar;

export const distillLosses = {
  forwardKl,
  reverseKl,
  jsd,
  skewKl,
  skewReverseKl,
  tvd,
  probabilityMse,
  dkd,
  dist,
  standardizedKl,
  logitMse,
  cosine,
  hint,
  attention,
  rkd,
  topKKl,
  sequenceNll,
  labelSmoothing,
  labelsOnly,
} satisfies {
  readonly [Id in LossId]: DistillLoss<Id>;
};

/** Makes the variables of a loss that trains parts of its own, from the two models and the setting of its forms. */
type TrainedParts<Id extends LossId> = (
  student: Model,
  teacher: Model,
  forms: Values<Own<Id, 'forms'>>,
  random: Random,
) => readonly tf.Variable[];

export const trainedParts: { readonly [Id in LossId]?: TrainedParts<Id> } = { hint: hintProjector };
