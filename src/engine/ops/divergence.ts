// How far a student's answers are from its teacher's, as one operation with its gradient where the backend has a kernel.
// The composed twins are losses/, one file each. Pure.

import type { LossId } from '../../shared/catalog/losses.ts';
import { type FusedDivergence, type FusedKernels, isFused, runFused } from '../kernels/kernels.ts';
import type * as tf from '../tf.ts';
import { withGradient } from './with-gradient.ts';

/** What such a loss reads: see LossInputs. */
export interface DivergenceInputs {
  /** [R, K]; the only input it is differentiable in. */
  readonly student: tf.Tensor2D;
  readonly teacher: tf.Tensor2D;
  readonly temperature: tf.Scalar;
  readonly scale: tf.Scalar;
  readonly weights: tf.Tensor1D | null;
}

/** The losses that have a kernel, with what they do over the classes: a loss set to do otherwise is composed. */
const overClasses = { forwardKl: 'sum', reverseKl: 'sum', logitMse: 'mean' } satisfies Record<
  FusedDivergence,
  'sum' | 'mean'
>;

const hasKernel = (id: LossId): id is FusedDivergence => id in overClasses;

/** The kernel that computes that form of a loss on the running backend; null where there is none. */
export function divergenceKernel(
  id: LossId,
  forms: Readonly<Record<string, unknown>>,
): FusedDivergence | null {
  if (!hasKernel(id) || !isFused('divergence')) return null;
  const { over = overClasses[id] } = forms;
  return over === overClasses[id] ? id : null;
}

/** The loss as one operation; null where the backend, or that form of the loss, has no kernel. */
export function fusedDivergence(
  id: LossId,
  forms: Readonly<Record<string, unknown>>,
): ((inputs: DivergenceInputs) => tf.Scalar) | null {
  const kernel = divergenceKernel(id, forms);
  return kernel === null ? null : (inputs) => divergence(kernel, inputs);
}

function divergence(
  id: FusedDivergence,
  { student, teacher, temperature, scale, weights }: DivergenceInputs,
): tf.Scalar {
  const constants = { teacher, temperature, scale, ...(weights && { weights }) };
  return withGradient(
    { student },
    (save) => {
      // The constants too: who made them inside the differentiated function frees them before the gradient is taken.
      save([student, ...Object.values(constants)]);
      return runFused('divergence', { student, ...constants }, { divergence: id })[0];
    },
    (dy, [student, ...rest]) => {
      const kept = Object.fromEntries(Object.keys(constants).map((name, i) => [name, rest[i]]));
      const inputs = { student, ...kept, dy } as FusedKernels['divergenceGradient']['inputs'];
      return { student: () => runFused('divergenceGradient', inputs, { divergence: id })[0] };
    },
  );
}
