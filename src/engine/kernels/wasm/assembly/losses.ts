// The objective of distillation on rows of logits, and its gradient: cross-entropy with the labels, and a divergence from the
// teacher. Values are sums over the rows, in their order and in double precision, each row with its weight.

import { addDivergenceGradient, divergenceRow, divergenceScratchBytes } from './divergences';
import { logSoftmaxRow } from './log-softmax';
import { rowWeight } from './rows';
import { exp4 } from './math';
import { loadFew, storeFew } from './activations';

/** Bytes of scratch: a row, and what a divergence needs. */
export function objectiveScratchBytes(columns: i32): i32 {
  return columns * 4 + divergenceScratchBytes(columns);
}

/** -sum target log p. */
function crossEntropyRow(columns: i32, logP: usize, targets: usize): f32 {
  let sum: f32 = 0;
  for (let i = 0; i < columns; i++) sum += f32.load(targets + i * 4) * f32.load(logP + i * 4);
  return -sum;
}

/**
 * loss = live[2] CE + live[3] live[4] D and terms = [CE, live[4] D]; live[0] = T, live[1] = factor of D. Without a
 * divergence (`kind` 0) loss = CE.
 */
export function objective(
  rows: i32,
  columns: i32,
  kind: i32,
  form: i32,
  logits: usize,
  targets: usize,
  weights: usize,
  teacher: usize,
  live: usize,
  loss: usize,
  terms: usize,
  scratch: usize,
): void {
  const second = scratch + columns * 4;
  let labels: f64 = 0;
  let distance: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const weight = rowWeight(rows, weights, r);
    if (weight != 0) {
      const at = r * columns * 4;
      const right = targets + at;
      logSoftmaxRow(columns, logits + at, 1, scratch);
      labels += <f64>(weight * crossEntropyRow(columns, scratch, right));
      if (kind != 0) {
        const apart = divergenceRow(columns, kind, form, logits + at, teacher + at, right, live, second);
        distance += <f64>(weight * apart);
      }
    }
  }
  const ce = <f32>labels;
  const d: f32 = kind == 0 ? 0 : <f32>distance * f32.load(live, 16);
  f32.store(loss, kind == 0 ? ce : ce * f32.load(live, 8) + d * f32.load(live, 12));
  f32.store(terms, ce);
  f32.store(terms, d, 4);
}

/** out[0] = D over all rows. */
export function divergence(
  rows: i32,
  columns: i32,
  kind: i32,
  form: i32,
  logits: usize,
  targets: usize,
  weights: usize,
  teacher: usize,
  live: usize,
  out: usize,
  scratch: usize,
): void {
  let distance: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const weight = rowWeight(rows, weights, r);
    if (weight != 0) {
      const at = r * columns * 4;
      const apart = divergenceRow(columns, kind, form, logits + at, teacher + at, targets + at, live, scratch);
      distance += <f64>(weight * apart);
    }
  }
  f32.store(out, <f32>distance);
}

/** out = factor (e^logP sum(targets) - targets). */
function crossEntropyGradientRow(columns: i32, logP: usize, targets: usize, factor: f32, out: usize): void {
  const whole = columns & ~3;
  let sum: f32 = 0;
  for (let i = 0; i < columns; i++) sum += f32.load(targets + i * 4);
  const sum4 = f32x4.splat(sum);
  const factor4 = f32x4.splat(factor);
  for (let i = 0; i < whole; i += 4) {
    const p = f32x4.mul(exp4(v128.load(logP + i * 4)), sum4);
    v128.store(out + i * 4, f32x4.mul(f32x4.sub(p, v128.load(targets + i * 4)), factor4));
  }
  const left = columns - whole;
  if (left > 0) {
    const p = f32x4.mul(exp4(loadFew(logP + whole * 4, left)), sum4);
    storeFew(out + whole * 4, f32x4.mul(f32x4.sub(p, loadFew(targets + whole * 4, left)), factor4), left);
  }
}

/** The gradient of `objective`'s loss in the logits, times dy[0]. */
export function objectiveGradient(
  rows: i32,
  columns: i32,
  kind: i32,
  form: i32,
  logits: usize,
  targets: usize,
  weights: usize,
  teacher: usize,
  live: usize,
  dy: usize,
  out: usize,
  scratch: usize,
): void {
  const second = scratch + columns * 4;
  const up = f32.load(dy);
  const labels: f32 = kind == 0 ? up : up * f32.load(live, 8);
  const distance: f32 = kind == 0 ? 0 : up * f32.load(live, 12) * f32.load(live, 16);
  for (let r = 0; r < rows; r++) {
    const weight = rowWeight(rows, weights, r);
    const at = r * columns * 4;
    const into = out + at;
    const right = targets + at;
    if (weight == 0) memory.fill(into, 0, columns * 4);
    else {
      logSoftmaxRow(columns, logits + at, 1, scratch);
      crossEntropyGradientRow(columns, scratch, right, weight * labels, into);
      if (kind != 0) {
        const scale = weight * distance;
        addDivergenceGradient(columns, kind, form, logits + at, teacher + at, right, live, scale, into, second);
      }
    }
  }
}

/** The gradient of `divergence` in the logits, times dy[0]. */
export function divergenceGradient(
  rows: i32,
  columns: i32,
  kind: i32,
  form: i32,
  logits: usize,
  targets: usize,
  weights: usize,
  teacher: usize,
  live: usize,
  dy: usize,
  out: usize,
  scratch: usize,
): void {
  memory.fill(out, 0, rows * columns * 4);
  for (let r = 0; r < rows; r++) {
    const scale = rowWeight(rows, weights, r) * f32.load(dy);
    if (scale != 0) {
      const at = r * columns * 4;
      const right = targets + at;
      addDivergenceGradient(columns, kind, form, logits + at, teacher + at, right, live, scale, out + at, scratch);
    }
  }
}
