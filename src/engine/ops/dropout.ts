// Dropout (Srivastava et al. 2014): a share of the numbers set to 0, the others made larger. Pure: the masks are the noise's.

import { isFused, runFused } from '../kernels/kernels.ts';
import { maskOf, type Noise } from '../noise.ts';
import * as tf from '../tf.ts';
import { withGradient } from './with-gradient.ts';

/** Drops `share` of `x`, by the next mask of `noise`. */
export function dropout<T extends tf.Tensor>(x: T, share: number, noise: Noise): T {
  const mask = noise.next();
  if (!isFused('dropout')) return tf.mul(x, tf.tensor(maskOf(noise, mask, share, x.size), x.shape)) as T;
  const { key } = noise;
  // The gradient is dropped where the value was; no mask is kept.
  const drop = (values: tf.Tensor) => runFused('dropout', { x: values, key }, { share, mask })[0];
  return withGradient(
    { x },
    () => drop(x) as T,
    (dy) => ({ x: () => drop(dy) }),
  );
}
