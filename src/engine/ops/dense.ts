// Fully connected layer, with what usually follows it. Pure; shape [R, in] to [R, out].

import type { Activation } from '../../shared/catalog/models.ts';
import { share } from '../backend/internals.ts';
import { isFused, runFused } from '../kernels/kernels.ts';
import * as tf from '../tf.ts';
import { activate } from './activations.ts';
import { withGradient } from './with-gradient.ts';

export interface DenseParts {
  /** [out]. */
  readonly bias?: tf.Tensor1D;
  readonly activation?: Activation;
  /** Added at the end, [R, out]. */
  readonly residual?: tf.Tensor2D;
  /** true: the weight lies as [out, in]. */
  readonly transposed?: boolean;
}

/** activation(x W + b) + residual; x [R, in], weight [in, out]. */
export function dense(x: tf.Tensor2D, weight: tf.Tensor2D, parts: DenseParts = {}): tf.Tensor2D {
  return isFused('dense') ? fusedDense(x, weight, parts) : composedDense(x, weight, parts);
}

function composedDense(
  x: tf.Tensor2D,
  weight: tf.Tensor2D,
  { bias, activation, residual, transposed = false }: DenseParts,
): tf.Tensor2D {
  let y: tf.Tensor2D = tf.matMul(x, weight, false, transposed); // [R, out]
  if (bias !== undefined) y = tf.add(y, bias);
  if (activation !== undefined) y = activate[activation](y);
  return residual === undefined ? y : tf.add(y, residual);
}

function fusedDense(x: tf.Tensor2D, weight: tf.Tensor2D, parts: DenseParts): tf.Tensor2D {
  const { bias, residual, activation = null, transposed = false } = parts;
  // Its own output is no longer to be had behind an addition.
  if (activation !== null && residual !== undefined) {
    const { residual: _, ...inner } = parts;
    return tf.add(fusedDense(x, weight, inner), residual);
  }
  const inputs = { x, weight, ...(bias && { bias }), ...(residual && { residual }) };
  return withGradient(
    inputs,
    (save) => {
      const [output, before] = runFused('dense', inputs, { activation, transposed });
      save(activation === null ? [x, weight] : [x, weight, before ?? output]);
      return output;
    },
    (dy, saved) => {
      const [x, weight, known] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D | undefined];
      const dz =
        activation === null || known === undefined
          ? dy
          : runFused('activationGradient', { dy, known }, { activation })[0];
      const [dWeight, dBias] = runFused(
        'denseGradientWeight',
        { x, dy: dz },
        { transposed, bias: bias !== undefined },
      );
      return {
        x: () => runFused('denseGradientX', { dy: dz, weight }, { transposed })[0],
        weight: () => dWeight,
        bias: () => dBias as tf.Tensor1D,
        residual: () => share(dy),
      };
    },
  );
}
