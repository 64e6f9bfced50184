// How far a student's answers are from its teacher's, as one operation with its gradient where the backend has a kernel.
// The composed twins are losses/, one file each. Pure.

import type { LossId } from '../../shared/catalog/losses.ts';
import {
  type DivergenceForm,
  type FusedDivergence,
  type FusedKernels,
  isFused,
  runFused,
} from '../kernels/kernels.ts';
import type * as tf from '../tf.ts';
import { withGradient } from './with-gradient.ts';

/** What such a loss reads: see LossInputs. */
export interface DivergenceInputs {
  /** [R, K]; the only input it is differentiable in. */
  readonly student: tf.Tensor2D;
  readonly teacher: tf.Tensor2D;
  readonly targets: tf.Tensor2D;
  readonly weights: tf.Tensor1D | null;
  /** The term's numbers, [5 + P]: see `FusedKernels`. */
  readonly live: tf.Tensor1D;
}

/** The losses that compare the answers row by row, each with a kernel wherever there is one for divergences at all. */
const compareRows: Readonly<Record<FusedDivergence, true>> = {
  forwardKl: true,
  reverseKl: true,
  jsd: true,
  skewKl: true,
  skewReverseKl: true,
  tvd: true,
  probabilityMse: true,
  dkd: true,
  standardizedKl: true,
  logitMse: true,
  cosine: true,
  topKKl: true,
};

/** The form of a loss that a kernel of the running backend computes; null where there is none. */
export function divergenceForm(id: LossId, forms: Readonly<Record<string, unknown>>): DivergenceForm | null {
  if (!(id in compareRows) || !isFused('divergence')) return null;
  // Settings and loss come from one term; TypeScript cannot see that they belong together.
  return { id, forms } as unknown as DivergenceForm;
}

/** The loss as one operation; null where the backend has no kernel for it. */
export function fusedDivergence(
  id: LossId,
  forms: Readonly<Record<string, unknown>>,
): ((inputs: DivergenceInputs) => tf.Scalar) | null {
  const form = divergenceForm(id, forms);
  return form === null ? null : (inputs) => divergence(form, inputs);
}

function divergence(
  form: DivergenceForm,
  { student: logits, teacher, targets, weights, live }: DivergenceInputs,
): tf.Scalar {
  const constants = { teacher, targets, live, ...(weights && { weights }) };
  return withGradient(
    { logits },
    (save) => {
      // The constants too: who made them inside the differentiated function frees them before the gradient is taken.
      save([logits, ...Object.values(constants)]);
      return runFused('divergence', { logits, ...constants }, { divergence: form })[0];
    },
    (dy, [logits, ...rest]) => {
      const kept = Object.fromEntries(Object.keys(constants).map((name, i) => [name, rest[i]]));
      const inputs = { logits, ...kept, dy } as FusedKernels['divergenceGradient']['inputs'];
      return { logits: () => runFused('divergenceGradient', inputs, { divergence: form })[0] };
    },
  );
}
