// The randomness of dropout: counter-based, so that a mask is a function of an update's random word, the mask's number in
// the update and the place in it. The device computes it where it is needed and the host can compute the same: recorded steps
// draw new masks by a new word alone, and a seed means the same masks on every backend. Knows no model.

import * as tf from './tf.ts';

export interface Noise {
  /** The update's random word, and the same on the device, [1] int32. */
  readonly word: number;
  readonly key: tf.Tensor1D;
  /** The number of the update's next mask. */
  next(): number;
}

/** The masks of one update; `key` is its word on the device, [1] int32. */
export function createNoise(word: number, key: tf.Tensor1D): Noise {
  let masks = 0;
  return { word, key, next: () => masks++ };
}

/** The same with its word uploaded; to be called inside a tidy. */
export const uploadNoise = (word: number): Noise => createNoise(word, tf.tensor1d([word], 'int32'));

/** Each of 32 bits depends on each other; as `mix_` in kernels/webgpu/dropout.ts. */
function mix(x: number): number {
  let bits = x ^ (x >>> 16);
  bits = Math.imul(bits, 0x7feb352d);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0x846ca68b);
  return bits ^ (bits >>> 16);
}

/** Bits below this drop: a share of all 32-bit numbers. */
export const dropsBelow = (share: number): number => Math.round(share * 2 ** 32);

/** What is kept is made larger by this, so that sums stay what they were on average. */
export const keptScale = (share: number): number => Math.fround(1 / (1 - share));

/** The mask itself, for who multiplies: 0 or `keptScale`. */
export function maskOf({ word }: Noise, mask: number, share: number, size: number): Float32Array {
  const [limit, scale] = [dropsBelow(share), keptScale(share)];
  const start = mix(word + Math.imul(mask, 0x9e3779b9));
  return Float32Array.from({ length: size }, (_, i) => (mix(mix(i) + start) >>> 0 >= limit ? scale : 0));
}
