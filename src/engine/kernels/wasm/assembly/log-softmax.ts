// The logarithms of a softmax, row by row, and their gradient: what most losses begin with.

import { loadFew, storeFew } from './activations';
import { exp4, log1 } from './math';
import { sumLanes } from './simd';

/** log p = log softmax(x / T) of one row into `out`. */
export function logSoftmaxRow(columns: i32, x: usize, inverse: f32, out: usize): void {
  const whole = columns & ~3;
  const left = columns - whole;
  const inverse4 = f32x4.splat(inverse);
  let tops = f32x4.splat(-Infinity);
  for (let i = 0; i < whole; i += 4) tops = f32x4.pmax(tops, v128.load(x + i * 4));
  let top = max(
    max(f32x4.extract_lane(tops, 0), f32x4.extract_lane(tops, 1)),
    max(f32x4.extract_lane(tops, 2), f32x4.extract_lane(tops, 3)),
  );
  for (let i = whole; i < columns; i++) top = max(top, f32.load(x + i * 4));
  const top4 = f32x4.splat(top);
  let sums = f32x4.splat(0);
  for (let i = 0; i < whole; i += 4) {
    const z = f32x4.mul(f32x4.sub(v128.load(x + i * 4), top4), inverse4);
    v128.store(out + i * 4, z);
    sums = f32x4.add(sums, exp4(z));
  }
  let sum = sumLanes(sums);
  if (left > 0) {
    const z = f32x4.mul(f32x4.sub(loadFew(x + whole * 4, left), top4), inverse4);
    storeFew(out + whole * 4, z, left);
    const e = exp4(z);
    sum += f32x4.extract_lane(e, 0);
    if (left > 1) sum += f32x4.extract_lane(e, 1);
    if (left > 2) sum += f32x4.extract_lane(e, 2);
  }
  const shift = log1(sum);
  const shift4 = f32x4.splat(shift);
  for (let i = 0; i < whole; i += 4) v128.store(out + i * 4, f32x4.sub(v128.load(out + i * 4), shift4));
  for (let i = whole; i < columns; i++) f32.store(out + i * 4, f32.load(out + i * 4) - shift);
}

/** y = log softmax(x), row by row. */
export function logSoftmax(rows: i32, columns: i32, x: usize, y: usize): void {
  for (let r = 0; r < rows; r++) logSoftmaxRow(columns, x + r * columns * 4, 1, y + r * columns * 4);
}

/** dx = dy - e^y sum(dy), row by row. */
export function logSoftmaxGradient(rows: i32, columns: i32, y: usize, dy: usize, dx: usize): void {
  const whole = columns & ~3;
  const left = columns - whole;
  for (let r = 0; r < rows; r++) {
    let sums = f32x4.splat(0);
    for (let i = 0; i < whole; i += 4) sums = f32x4.add(sums, v128.load(dy + i * 4));
    let sum = sumLanes(sums);
    for (let i = whole; i < columns; i++) sum += f32.load(dy + i * 4);
    const sum4 = f32x4.splat(sum);
    for (let i = 0; i < whole; i += 4) {
      const share = f32x4.mul(exp4(v128.load(y + i * 4)), sum4);
      v128.store(dx + i * 4, f32x4.sub(v128.load(dy + i * 4), share));
    }
    if (left > 0) {
      const share = f32x4.mul(exp4(loadFew(y + whole * 4, left)), sum4);
      storeFew(dx + whole * 4, f32x4.sub(loadFew(dy + whole * 4, left), share), left);
    }
    y += columns * 4;
    dy += columns * 4;
    dx += columns * 4;
  }
}
