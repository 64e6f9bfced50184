// Reads many tensors in one go: each read waits for the device, and a look inside has dozens of them.

import * as tf from '../tf.ts';

/** The same objects and arrays, with numbers where tensors were. */
export type Read<T> = T extends tf.Tensor ? Float32Array : { readonly [K in keyof T]: Read<T[K]> };

/** Objects and arrays anew, with `change` of each tensor in its place; always in the same order. */
function mapTensors(part: unknown, change: (tensor: tf.Tensor) => unknown): unknown {
  if (part instanceof tf.Tensor) return change(part);
  if (Array.isArray(part)) return part.map((inner) => mapTensors(inner, change));
  const entries = Object.entries(part as object);
  return Object.fromEntries(entries.map(([key, inner]) => [key, mapTensors(inner, change)]));
}

/** `make` is called inside a tidy. All arrays lie in one buffer, which is nobody else's. */
export async function readTogether<T extends object>(make: () => T): Promise<Read<T>> {
  let made: T | undefined;
  const flat = tf.tidy(() => {
    made = make();
    const parts: tf.Tensor1D[] = [];
    mapTensors(made, (tensor) => parts.push(tf.cast(tf.reshape(tensor, [-1]), 'float32')));
    return parts.length === 0 ? tf.zeros([1]) : tf.concat1d(parts);
  });
  // A copy: what a backend hands over may be its own memory.
  const numbers = Float32Array.from(await flat.data<'float32'>());
  flat.dispose();
  let from = 0;
  return mapTensors(made, ({ size }) => {
    from += size;
    return numbers.subarray(from - size, from);
  }) as Read<T>;
}
