// The loss of a training step as one operation: cross-entropy with the labels, and with a teacher the divergence from it.
// The composed twins are losses/. Pure.

import { type DivergenceForm, type FusedKernels, isFused, runFused } from '../kernels/kernels.ts';
import * as tf from '../tf.ts';
import { withGradient } from './with-gradient.ts';

export const hasObjective = (): boolean => isFused('objective');

export interface ObjectiveInputs {
  /** [R, K]; the only input it is differentiable in. */
  readonly logits: tf.Tensor2D;
  readonly targets: tf.Tensor2D;
  /** [R], summing to 1; null weighs all rows alike. */
  readonly weights: tf.Tensor1D | null;
  readonly heard: {
    readonly divergence: DivergenceForm;
    /** [R, K]. */
    readonly teacher: tf.Tensor2D;
    /** [5 + P]: T, factor of D, weight of the labels, of the teacher, of the term, the loss's own; see `FusedKernels`. */
    readonly live: tf.Tensor1D;
  } | null;
}

/** The loss, and the terms it is made of, [2]: cross-entropy, and the divergence times its term's weight. */
export function objectiveLoss({ logits, targets, weights, heard }: ObjectiveInputs): {
  loss: tf.Scalar;
  terms: tf.Tensor1D;
} {
  const attributes = { divergence: heard?.divergence ?? null };
  const constants = {
    targets,
    ...(weights && { weights }),
    ...(heard && { teacher: heard.teacher, live: heard.live }),
  };
  let terms: tf.Tensor1D | undefined;
  const loss = withGradient(
    { logits },
    (save) => {
      const outputs = runFused('objective', { logits, ...constants }, attributes);
      terms = tf.keep(outputs[1]);
      // The constants too: who made them inside the differentiated function frees them before the gradient is taken.
      save([logits, ...Object.values(constants)]);
      return outputs[0];
    },
    (dy, [logits, ...rest]) => {
      const kept = Object.fromEntries(Object.keys(constants).map((name, i) => [name, rest[i]]));
      const inputs = { logits, ...kept, dy } as FusedKernels['objectiveGradient']['inputs'];
      return { logits: () => runFused('objectiveGradient', inputs, attributes)[0] };
    },
  );
  return { loss, terms: terms as tf.Tensor1D };
}
