// Divergences that take some classes together: `counted`, `rest` and `known` are rows of masks.

import { exp1, exp4, log1 } from './math';
import { add4, load4, paddedTo4 } from './rows';
import { sumLanes } from './simd';

/** Smaller than any logarithm: a class that does not count. */
const apart: f32 = -3.4e38;

/** The logarithm of the sum of e^l over the classes that are counted. */
function logOfCounted(padded: i32, l: usize, counted: usize): f32 {
  const apart4 = f32x4.splat(apart);
  let tops = apart4;
  for (let i = 0; i < padded; i += 4)
    tops = f32x4.pmax(tops, v128.bitselect(load4(l, i), apart4, load4(counted, i)));
  const top = max(
    max(f32x4.extract_lane(tops, 0), f32x4.extract_lane(tops, 1)),
    max(f32x4.extract_lane(tops, 2), f32x4.extract_lane(tops, 3)),
  );
  const top4 = f32x4.splat(top);
  let sums = f32x4.splat(0);
  for (let i = 0; i < padded; i += 4) {
    const x = v128.bitselect(load4(l, i), apart4, load4(counted, i));
    sums = f32x4.add(sums, exp4(f32x4.sub(x, top4)));
  }
  return top + log1(sumLanes(sums));
}

/** Counts all classes but the first of which `x` is largest; all where one-hot targets name none. */
export function countOthers(columns: i32, x: usize, isOneHot: bool, counted: usize): void {
  let first = 0;
  for (let i = 1; i < columns; i++) if (f32.load(x + i * 4) > f32.load(x + first * 4)) first = i;
  for (let i = 0; i < paddedTo4(columns); i++) i32.store(counted + i * 4, i < columns ? -1 : 0);
  if (!isOneHot || f32.load(x + first * 4) > 0) i32.store(counted + first * 4, 0);
}

/** A whole number in the order of the numbers; -0 is 0. */
// @ts-ignore: decorator
@inline
function order(x: f32): i32 {
  const bits = reinterpret<i32>(x);
  return x == 0 ? 0 : bits ^ ((bits >> 31) & 0x7fffffff);
}

/** Counts the k classes that the teacher holds likeliest and those as likely as the last of them, or all others. */
export function countLikeliest(columns: i32, v: usize, k: i32, others: bool, counted: usize): void {
  for (let i = 0; i < columns; i++) i32.store(counted + i * 4, order(f32.load(v + i * 4)));
  const whole = columns & ~3;
  // The order of the k-th largest, found bit by bit from the highest.
  let least: i32 = i32.MIN_VALUE;
  for (let bit = 31; bit >= 0; bit--) {
    const tried = bit == 31 ? 0 : least | (1 << bit);
    const tried4 = i32x4.splat(tried);
    let counts = i32x4.splat(0);
    for (let i = 0; i < whole; i += 4) counts = i32x4.sub(counts, i32x4.ge_s(load4(counted, i), tried4));
    let count =
      i32x4.extract_lane(counts, 0) +
      i32x4.extract_lane(counts, 1) +
      i32x4.extract_lane(counts, 2) +
      i32x4.extract_lane(counts, 3);
    for (let i = whole; i < columns; i++) count += i32(i32.load(counted + i * 4) >= tried);
    if (count >= k) least = tried;
  }
  for (let i = 0; i < columns; i++) {
    const isLikely = i32.load(counted + i * 4) >= least;
    i32.store(counted + i * 4, isLikely != others ? -1 : 0);
  }
  for (let i = columns; i < paddedTo4(columns); i++) i32.store(counted + i * 4, 0);
}

/**
 * KL where the classes that are counted (the rest) are one, `one` times, plus the KL among them, `among` times: decoupled KD,
 * and, with (1, 0), the top k with a bucket for the others.
 */
export function splitRow(padded: i32, ls: usize, lt: usize, rest: usize, one: f32, among: f32): f32 {
  const restS = logOfCounted(padded, ls, rest);
  const restT = logOfCounted(padded, lt, rest);
  const shift = f32x4.splat(restT - restS);
  let sums = f32x4.splat(0);
  for (let i = 0; i < padded; i += 4) {
    const t = load4(lt, i);
    const over = f32x4.sub(t, load4(ls, i));
    const single = f32x4.mul(f32x4.splat(one), f32x4.mul(exp4(t), over));
    const share = f32x4.mul(f32x4.splat(among), exp4(f32x4.sub(t, f32x4.splat(restT))));
    sums = f32x4.add(sums, v128.bitselect(f32x4.mul(share, f32x4.sub(over, shift)), single, load4(rest, i)));
  }
  return sumLanes(sums) + one * exp1(restT) * (restT - restS);
}

export function addSplit(
  columns: i32,
  ls: usize,
  lt: usize,
  rest: usize,
  one: f32,
  among: f32,
  factor: f32,
  into: usize,
): void {
  const padded = paddedTo4(columns);
  const restS = logOfCounted(padded, ls, rest);
  const restT = logOfCounted(padded, lt, rest);
  const bucket = f32x4.splat(one * (exp1(restS) - exp1(restT)));
  for (let i = 0; i < padded; i += 4) {
    const s = load4(ls, i);
    const t = load4(lt, i);
    const single = f32x4.mul(f32x4.splat(one), f32x4.sub(exp4(s), exp4(t)));
    const shareS = exp4(f32x4.sub(s, f32x4.splat(restS)));
    const shareT = exp4(f32x4.sub(t, f32x4.splat(restT)));
    const others = f32x4.add(
      f32x4.mul(bucket, shareS),
      f32x4.mul(f32x4.splat(among), f32x4.sub(shareS, shareT)),
    );
    add4(columns, i, f32x4.mul(v128.bitselect(others, single, load4(rest, i)), f32x4.splat(factor)), into);
  }
}

/** KL of the teacher's known classes alone, renormalised. */
export function knownRow(padded: i32, ls: usize, lt: usize, known: usize): f32 {
  const total = f32x4.splat(logOfCounted(padded, lt, known));
  let sums = f32x4.splat(0);
  for (let i = 0; i < padded; i += 4) {
    const t = f32x4.sub(load4(lt, i), total);
    sums = f32x4.add(sums, v128.and(f32x4.mul(exp4(t), f32x4.sub(t, load4(ls, i))), load4(known, i)));
  }
  return sumLanes(sums);
}

export function addKnown(columns: i32, ls: usize, lt: usize, known: usize, factor: f32, into: usize): void {
  const padded = paddedTo4(columns);
  const total = f32x4.splat(logOfCounted(padded, lt, known));
  for (let i = 0; i < padded; i += 4) {
    const share = v128.and(exp4(f32x4.sub(load4(lt, i), total)), load4(known, i));
    add4(columns, i, f32x4.mul(f32x4.sub(exp4(load4(ls, i)), share), f32x4.splat(factor)), into);
  }
}
