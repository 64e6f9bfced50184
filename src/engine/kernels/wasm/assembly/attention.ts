// Causal attention of all heads on queries, keys and values that lie side by side, [B * T, 3 C], and its gradient.
// Works on blocks of queries, so that keys which no query of a block may see are never touched.

import { gemm } from './gemm';
import { exp4, log1 } from './math';
import { loadFew, storeFew } from './activations';
import { madd, sumLanes } from './simd';

/** Queries in a block: fewer skip more of what is masked, more share the packing of keys and values. */
const blockQueries: i32 = 32;

/** Bytes of the scores of one block, twice: what `attention` and its gradient need beside what a product needs. */
export function attentionScratchBytes(length: i32): i32 {
  return 2 * blockQueries * length * 4;
}

/**
 * exp(scale (x - greatest)) over the first `visible` of `length` numbers, divided by their sum, in place; the others become
 * 0. Returns log sum exp(scale x).
 */
function softmaxRow(at: usize, visible: i32, length: i32, scale: f32): f32 {
  const whole = visible & ~3;
  let greatest: f32 = -Infinity;
  if (whole > 0) {
    let tops = v128.load(at);
    for (let i = 4; i < whole; i += 4) tops = f32x4.pmax(tops, v128.load(at + i * 4));
    greatest = max(
      max(f32x4.extract_lane(tops, 0), f32x4.extract_lane(tops, 1)),
      max(f32x4.extract_lane(tops, 2), f32x4.extract_lane(tops, 3)),
    );
  }
  for (let i = whole; i < visible; i++) greatest = max(greatest, f32.load(at + i * 4));
  const scale4 = f32x4.splat(scale);
  const top4 = f32x4.splat(greatest);
  let sums = f32x4.splat(0);
  for (let i = 0; i < whole; i += 4) {
    const e = exp4(f32x4.mul(f32x4.sub(v128.load(at + i * 4), top4), scale4));
    sums = f32x4.add(sums, e);
    v128.store(at + i * 4, e);
  }
  let sum = sumLanes(sums);
  const left = visible - whole;
  if (left > 0) {
    const e = exp4(f32x4.mul(f32x4.sub(loadFew(at + whole * 4, left), top4), scale4));
    storeFew(at + whole * 4, e, left);
    for (let i = whole; i < visible; i++) sum += f32.load(at + i * 4);
  }
  const share = <f32>1 / sum;
  const share4 = f32x4.splat(share);
  for (let i = 0; i < whole; i += 4) v128.store(at + i * 4, f32x4.mul(v128.load(at + i * 4), share4));
  for (let i = whole; i < visible; i++) f32.store(at + i * 4, f32.load(at + i * 4) * share);
  memory.fill(at + visible * 4, 0, (length - visible) * 4);
  return greatest * scale + log1(sum);
}

/** mixed[B * T, C] = softmax(q k^T scale, causal) v for each head; logSums[B, H, T] as softmaxRow returns them. */
export function attention(
  batch: i32,
  heads: i32,
  length: i32,
  size: i32,
  scale: f32,
  qkv: usize,
  mixed: usize,
  logSums: usize,
  scores: usize,
  scratch: usize,
): void {
  const width = heads * size * 4;
  const row = 3 * width;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const q = qkv + b * length * row + h * size * 4;
      const sums = logSums + (b * heads + h) * length * 4;
      const into = mixed + b * length * width + h * size * 4;
      for (let from = 0; from < length; from += blockQueries) {
        const count = min(blockQueries, length - from);
        const seen = from + count;
        gemm(count, seen, size, q + from * row, row, 4, q + width, 4, row, scores, seen * 4, false, scratch);
        for (let i = 0; i < count; i++)
          f32.store(sums + (from + i) * 4, softmaxRow(scores + i * seen * 4, from + i + 1, seen, scale));
        gemm(
          count,
          size,
          seen,
          scores,
          seen * 4,
          4,
          q + 2 * width,
          row,
          4,
          into + from * width,
          width,
          false,
          scratch,
        );
      }
    }
  }
}

/** One head's cache: `seen` old rows from `old` (0: none), then the new ones, `row` bytes apart, from `from`. */
function extendCache(
  seen: i32,
  length: i32,
  bytes: i32,
  old: usize,
  from: usize,
  row: usize,
  into: usize,
): void {
  if (old != 0) memory.copy(into, old, seen * bytes);
  for (let i = 0; i < length; i++) memory.copy(into + (seen + i) * bytes, from + i * row, bytes);
}

/**
 * `attention` of `length` new tokens over `seen` old ones and themselves: the old keys and values [B, H, seen, D] come from a
 * cache (address 0: none), and go with the new ones into another, [B, H, seen + length, D].
 */
export function attentionCached(
  batch: i32,
  heads: i32,
  length: i32,
  seen: i32,
  size: i32,
  scale: f32,
  qkv: usize,
  oldKeys: usize,
  oldValues: usize,
  mixed: usize,
  keys: usize,
  values: usize,
  scores: usize,
  scratch: usize,
): void {
  const width = heads * size * 4;
  const row = 3 * width;
  const bytes = size * 4;
  const all = seen + length;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const q = qkv + b * length * row + h * bytes;
      const head = b * heads + h;
      const old = head * seen * bytes;
      const ownKeys = keys + head * all * bytes;
      const ownValues = values + head * all * bytes;
      extendCache(seen, length, bytes, oldKeys == 0 ? 0 : oldKeys + old, q + width, row, ownKeys);
      extendCache(seen, length, bytes, oldValues == 0 ? 0 : oldValues + old, q + 2 * width, row, ownValues);
      const into = mixed + b * length * width + h * bytes;
      for (let from = 0; from < length; from += blockQueries) {
        const count = min(blockQueries, length - from);
        const visible = seen + from + count;
        const line = visible * 4;
        gemm(count, visible, size, q + from * row, row, 4, ownKeys, 4, bytes, scores, line, false, scratch);
        for (let i = 0; i < count; i++) softmaxRow(scores + i * line, seen + from + i + 1, visible, scale);
        gemm(
          count,
          size,
          visible,
          scores,
          line,
          4,
          ownValues,
          bytes,
          4,
          into + from * width,
          width,
          false,
          scratch,
        );
      }
    }
  }
}

/** The sum of the products of two rows. */
function dot(count: i32, a: usize, b: usize): f32 {
  const whole = count & ~3;
  let sums = f32x4.splat(0);
  for (let i = 0; i < whole; i += 4) sums = madd(v128.load(a + i * 4), v128.load(b + i * 4), sums);
  let sum = sumLanes(sums);
  for (let i = whole; i < count; i++) sum += f32.load(a + i * 4) * f32.load(b + i * 4);
  return sum;
}

/**
 * Of one query: scores become weights, exp(scale x - logSum); changes, the gradient in the weights, become the gradient in
 * the scores, weights (changes - mean) scale. Behind the first `visible` both become 0.
 */
function rowGradient(
  scores: usize,
  changes: usize,
  visible: i32,
  length: i32,
  scale: f32,
  logSum: f32,
  mean: f32,
): void {
  const whole = visible & ~3;
  const scale4 = f32x4.splat(scale);
  const sum4 = f32x4.splat(logSum);
  const mean4 = f32x4.splat(mean);
  for (let i = 0; i < whole; i += 4) {
    const weight = exp4(f32x4.sub(f32x4.mul(v128.load(scores + i * 4), scale4), sum4));
    v128.store(scores + i * 4, weight);
    const centred = f32x4.sub(v128.load(changes + i * 4), mean4);
    v128.store(changes + i * 4, f32x4.mul(f32x4.mul(weight, centred), scale4));
  }
  const left = visible - whole;
  if (left > 0) {
    const at = whole * 4;
    const weight = exp4(f32x4.sub(f32x4.mul(loadFew(scores + at, left), scale4), sum4));
    storeFew(scores + at, weight, left);
    const centred = f32x4.sub(loadFew(changes + at, left), mean4);
    storeFew(changes + at, f32x4.mul(f32x4.mul(weight, centred), scale4), left);
  }
  memory.fill(scores + visible * 4, 0, (length - visible) * 4);
  memory.fill(changes + visible * 4, 0, (length - visible) * 4);
}

/** The gradient of `attention` in qkv, of the same shape; the scores are computed anew rather than kept. */
export function attentionGradient(
  batch: i32,
  heads: i32,
  length: i32,
  size: i32,
  scale: f32,
  qkv: usize,
  mixed: usize,
  logSums: usize,
  dMixed: usize,
  dQkv: usize,
  scores: usize,
  scratch: usize,
): void {
  const width = heads * size * 4;
  const row = 3 * width;
  const changes = scores + blockQueries * length * 4;
  const lastBlock = ((length - 1) / blockQueries) * blockQueries;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const q = qkv + b * length * row + h * size * 4;
      const dq = dQkv + b * length * row + h * size * 4;
      const sums = logSums + (b * heads + h) * length * 4;
      const offset = b * length * width + h * size * 4;
      // The last block sees every key, so it sets what the others add to.
      for (let from = lastBlock; from >= 0; from -= blockQueries) {
        const count = min(blockQueries, length - from);
        const seen = from + count;
        const adds = from != lastBlock;
        const line = seen * 4;
        const query = q + from * row;
        const up = dMixed + offset + from * width;
        gemm(count, seen, size, query, row, 4, q + width, 4, row, scores, line, false, scratch);
        gemm(count, seen, size, up, width, 4, q + 2 * width, 4, row, changes, line, false, scratch);
        for (let i = 0; i < count; i++) {
          const mean = dot(size, up + i * width, mixed + offset + (from + i) * width);
          const logSum = f32.load(sums + (from + i) * 4);
          rowGradient(scores + i * line, changes + i * line, from + i + 1, seen, scale, logSum, mean);
        }
        gemm(seen, size, count, scores, 4, line, up, width, 4, dq + 2 * width, row, adds, scratch); // values
        gemm(count, size, seen, changes, line, 4, q + width, row, 4, dq + from * row, row, false, scratch); // queries
        gemm(seen, size, count, changes, 4, line, query, row, 4, dq + width, row, adds, scratch); // keys
      }
    }
  }
}
