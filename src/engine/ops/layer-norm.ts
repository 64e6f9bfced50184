// Layer normalisation (Ba, Kiros, Hinton 2016). Pure; shape [R, C] to [R, C].

import { isFused, runFused } from '../kernels/kernels.ts';
import * as tf from '../tf.ts';
import { withGradient } from './with-gradient.ts';

/** As PyTorch's; the kernels have it too. */
const epsilon = 1e-5;

/** Each row to mean 0 and deviation 1, times weight, plus bias; both [C]. */
export function layerNorm(x: tf.Tensor2D, weight: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  return isFused('layerNorm') ? fusedLayerNorm(x, weight, bias) : composedLayerNorm(x, weight, bias);
}

function composedLayerNorm(x: tf.Tensor2D, weight: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true)); // [R, C]
  const variance = tf.mean(tf.square(centred), 1, true); // [R, 1]
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), weight), bias); // [R, C]
}

function fusedLayerNorm(x: tf.Tensor2D, weight: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  return withGradient(
    { x, weight, bias },
    (save) => {
      const [output, statistics] = runFused('layerNorm', { x, weight, bias }, {});
      save([x, weight, statistics]);
      return output;
    },
    (dy, saved) => {
      const [x, weight, statistics] = saved as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D];
      const [dWeight, dBias] = runFused('layerNormGradientWeight', { x, statistics, dy }, {});
      return {
        x: () => runFused('layerNormGradientX', { x, weight, statistics, dy }, {})[0],
        weight: () => dWeight,
        bias: () => dBias,
      };
    },
  );
}
