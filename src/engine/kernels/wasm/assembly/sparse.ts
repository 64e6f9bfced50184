// Products whose left operand is mostly zeros, as hashed words are: what is 0 is skipped, so the work is a few per cent of the
// whole product's. Sums run in the same order as the whole product's would, without the zeros.

import { madd } from './simd';

/** A product counts as sparse with at most one number in this many other than 0. */
const sparseness: i32 = 8;

/** Numbers after which isSparse looks whether it knows enough: nobody can foresee single ones. */
const stretch: i32 = 256;

/** Whether at most count / sparseness of the numbers are not 0; looks at hardly more of them than it must. */
export function isSparse(count: i32, x: usize): bool {
  const whole = count & ~3;
  const limit = count / sparseness;
  let found = i32x4.splat(0);
  for (let from = 0; from < whole; from += stretch) {
    const to = min(whole, from + stretch);
    // A comparison that holds is -1.
    for (let i = from; i < to; i += 4)
      found = i32x4.sub(found, f32x4.ne(v128.load(x + i * 4), f32x4.splat(0)));
    const sum =
      i32x4.extract_lane(found, 0) +
      i32x4.extract_lane(found, 1) +
      i32x4.extract_lane(found, 2) +
      i32x4.extract_lane(found, 3);
    if (sum > limit) return false;
  }
  return true;
}

/** Where the numbers of a row that are not 0 stand: their places into `list`, side by side; returns how many. */
function findNumbers(width: i32, x: usize, list: usize): i32 {
  const whole = width & ~3;
  let at = list;
  for (let i = 0; i < whole; i += 4) {
    const mask = i32x4.bitmask(f32x4.ne(v128.load(x + i * 4), f32x4.splat(0)));
    // Written in any case and overwritten where it was a 0: cheaper than a branch that nobody can foresee.
    i32.store(at, i);
    at += (mask & 1) << 2;
    i32.store(at, i + 1);
    at += (mask & 2) << 1;
    i32.store(at, i + 2);
    at += mask & 4;
    i32.store(at, i + 3);
    at += (mask & 8) >> 1;
  }
  for (let i = whole; i < width; i++) {
    i32.store(at, i);
    if (f32.load(x + i * 4) != 0) at += 4;
  }
  return <i32>(at - list) >> 2;
}

/** c += sum of x[i] b[i] over the places listed; b's rows lie `step` bytes apart. 32 columns at a time in registers. */
function addRows(columns: i32, count: i32, list: usize, x: usize, b: usize, step: usize, c: usize): void {
  let n = 0;
  for (; n + 32 <= columns; n += 32) {
    const at = c + n * 4;
    const from = b + n * 4;
    let s0 = v128.load(at);
    let s1 = v128.load(at, 16);
    let s2 = v128.load(at, 32);
    let s3 = v128.load(at, 48);
    let s4 = v128.load(at, 64);
    let s5 = v128.load(at, 80);
    let s6 = v128.load(at, 96);
    let s7 = v128.load(at, 112);
    for (let j = 0; j < count; j++) {
      const i = i32.load(list + j * 4);
      const factor = v128.load32_splat(x + i * 4);
      const row = from + i * step;
      s0 = madd(factor, v128.load(row), s0);
      s1 = madd(factor, v128.load(row, 16), s1);
      s2 = madd(factor, v128.load(row, 32), s2);
      s3 = madd(factor, v128.load(row, 48), s3);
      s4 = madd(factor, v128.load(row, 64), s4);
      s5 = madd(factor, v128.load(row, 80), s5);
      s6 = madd(factor, v128.load(row, 96), s6);
      s7 = madd(factor, v128.load(row, 112), s7);
    }
    v128.store(at, s0);
    v128.store(at, s1, 16);
    v128.store(at, s2, 32);
    v128.store(at, s3, 48);
    v128.store(at, s4, 64);
    v128.store(at, s5, 80);
    v128.store(at, s6, 96);
    v128.store(at, s7, 112);
  }
  for (; n < columns; n++) {
    let sum = f32.load(c + n * 4);
    for (let j = 0; j < count; j++) {
      const i = i32.load(list + j * 4);
      sum += f32.load(x + i * 4) * f32.load(b + n * 4 + i * step);
    }
    f32.store(c + n * 4, sum);
  }
}

/** c[i] += x[i] b for the places listed; c's rows lie `step` bytes apart. 32 columns at a time in registers. */
function addToRows(columns: i32, count: i32, list: usize, x: usize, b: usize, c: usize, step: usize): void {
  let n = 0;
  for (; n + 32 <= columns; n += 32) {
    const from = b + n * 4;
    const into = c + n * 4;
    const b0 = v128.load(from);
    const b1 = v128.load(from, 16);
    const b2 = v128.load(from, 32);
    const b3 = v128.load(from, 48);
    const b4 = v128.load(from, 64);
    const b5 = v128.load(from, 80);
    const b6 = v128.load(from, 96);
    const b7 = v128.load(from, 112);
    for (let j = 0; j < count; j++) {
      const i = i32.load(list + j * 4);
      const factor = v128.load32_splat(x + i * 4);
      const row = into + i * step;
      v128.store(row, madd(factor, b0, v128.load(row)));
      v128.store(row, madd(factor, b1, v128.load(row, 16)), 16);
      v128.store(row, madd(factor, b2, v128.load(row, 32)), 32);
      v128.store(row, madd(factor, b3, v128.load(row, 48)), 48);
      v128.store(row, madd(factor, b4, v128.load(row, 64)), 64);
      v128.store(row, madd(factor, b5, v128.load(row, 80)), 80);
      v128.store(row, madd(factor, b6, v128.load(row, 96)), 96);
      v128.store(row, madd(factor, b7, v128.load(row, 112)), 112);
    }
  }
  for (; n < columns; n++) {
    const factor = f32.load(b + n * 4);
    for (let j = 0; j < count; j++) {
      const i = i32.load(list + j * 4);
      const at = c + n * 4 + i * step;
      f32.store(at, f32.load(at) + f32.load(x + i * 4) * factor);
    }
  }
}

/** C += X B; X [rows, width] without gaps, B's rows bRow bytes apart. `list` holds `width` whole numbers. */
export function addSparse(
  rows: i32,
  width: i32,
  columns: i32,
  x: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  list: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const row = x + r * width * 4;
    addRows(columns, findNumbers(width, row, list), list, row, b, bRow, c + r * cRow);
  }
}

/** C += X^T B, likewise: every row of X adds a row of B to those rows of C where it has numbers. */
export function addSparseTransposed(
  rows: i32,
  width: i32,
  columns: i32,
  x: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  list: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const row = x + r * width * 4;
    addToRows(columns, findNumbers(width, row, list), list, row, b + r * bRow, c, cRow);
  }
}
