// How far a student's answers are from its teacher's, as one operation with its gradient where the backend has a kernel.
// The composed twins are losses/, one file each. Pure.

import type { LossId } from '../../shared/catalog/losses.ts';
import {
  type DivergenceForm,
  type FusedDivergence,
  fusedDivergences,
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

const comparesRows = (id: LossId): id is FusedDivergence => fusedDivergences.some((fused) => fused === id);

/** The form of a loss that a kernel of the running backend computes; null where there is none. */
export function divergenceForm(id: LossId, forms: Readonly<Record<string, unknown>>): DivergenceForm | null {
  if (!comparesRows(id) || !isFused('divergence')) return null;
  // Settings and loss come from one term; TypeScript cannot see that they belong together.
  return { id, forms } as unknown as DivergenceForm;
}

/** The loss as one operation; null where the backend has no kernel for it. */
export function fusedDivergence(
  id: LossId,
  forms: Readonly<Record<string, unknown>>,
): ((inputs: DivergenceInputs) => tf.Scalar) | null {
  if (id === 'dist') return isFused('dist') ? dist : null;
  const form = divergenceForm(id, forms);
  return form === null ? null : (inputs) => divergence(form, inputs);
}

function divergence(
  divergence: DivergenceForm,
  { student, weights, ...others }: DivergenceInputs,
): tf.Scalar {
  const { teacher, targets, live } = others;
  return scalarOf(
    student,
    { teacher, targets, live, ...(weights && { weights }) },
    (inputs) => runFused('divergence', inputs, { divergence })[0],
    (inputs) => runFused('divergenceGradient', inputs, { divergence })[0],
  );
}

const dist = ({ student, teacher, weights, live }: DivergenceInputs): tf.Scalar =>
  scalarOf(
    student,
    { teacher, live, ...(weights && { weights }) },
    (inputs) => runFused('dist', inputs, {})[0],
    (inputs) => runFused('distGradient', inputs, {})[0],
  );

/** A number of the student's logits and constants, and its gradient in the logits, by one kernel each. */
function scalarOf<C extends tf.NamedTensorMap>(
  logits: tf.Tensor2D,
  constants: C,
  value: (inputs: C & { logits: tf.Tensor2D }) => tf.Scalar,
  gradient: (inputs: C & { logits: tf.Tensor2D; dy: tf.Scalar }) => tf.Tensor2D,
): tf.Scalar {
  return withGradient(
    { logits },
    (save) => {
      // The constants too: who made them inside the differentiated function frees them before the gradient is taken.
      save([logits, ...Object.values(constants)]);
      return value({ logits, ...constants });
    },
    (dy, [saved, ...rest]) => {
      const kept = Object.fromEntries(Object.keys(constants).map((name, i) => [name, rest[i]])) as C;
      return { logits: () => gradient({ logits: saved as tf.Tensor2D, ...kept, dy }) };
    },
  );
}
