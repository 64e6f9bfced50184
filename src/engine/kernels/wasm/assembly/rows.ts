// What the losses share: the weights of rows, and rows of scratch, which are filled up to a multiple of four with classes of
// no probability.

import { loadFew, storeFew } from './activations';
import { logSoftmaxRow } from './log-softmax';

/** Stands behind the last class: the logarithm of nothing, but small enough to be subtracted. */
const nothing: f32 = -1e30;

// @ts-ignore: decorator
@inline
export function paddedTo4(columns: i32): i32 {
  return (columns + 3) & ~3;
}

// @ts-ignore: decorator
@inline
export function load4(row: usize, i: i32): v128 {
  return v128.load(row + i * 4);
}

/** into[i..i+3] += change, as far as the row goes. */
// @ts-ignore: decorator
@inline
export function add4(columns: i32, i: i32, change: v128, into: usize): void {
  const at = into + i * 4;
  const left = columns - i;
  if (left >= 4) v128.store(at, f32x4.add(v128.load(at), change));
  else storeFew(at, f32x4.add(loadFew(at, left), change), left);
}

/** log softmax(x / T) of a row. */
export function softenRow(columns: i32, x: usize, temperature: f32, out: usize): void {
  logSoftmaxRow(columns, x, <f32>1 / temperature, out);
  for (let i = columns; i < paddedTo4(columns); i++) f32.store(out + i * 4, nothing);
}

/** What a sum over the classes is multiplied by: 1, or where `form` is 1, 1 / classes. */
// @ts-ignore: decorator
@inline
export function perClass(form: i32, columns: i32): f32 {
  return form == 1 ? <f32>1 / <f32>columns : 1;
}

/** The weight of a row; `weights` 0: all rows alike. */
// @ts-ignore: decorator
@inline
export function rowWeight(rows: i32, weights: usize, r: i32): f32 {
  return weights == 0 ? <f32>1 / <f32>rows : f32.load(weights + r * 4);
}
