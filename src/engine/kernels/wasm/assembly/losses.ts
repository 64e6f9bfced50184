// The objective of distillation on rows of logits, and its gradient: cross-entropy with the labels, and a divergence from the
// teacher. Values are sums over the rows, in their order and in double precision, each row with its weight.

import { logSoftmaxRow } from './log-softmax';
import { exp4 } from './math';
import { loadFew, storeFew } from './activations';
import { sumLanes } from './simd';

/** Numbers of the divergences, as the host names them. */
const none: i32 = 0;
const forwardKl: i32 = 1;
const reverseKl: i32 = 2;
const logitMse: i32 = 3;

/** Bytes of scratch: three rows. */
export function objectiveScratchBytes(columns: i32): i32 {
  return 3 * columns * 4;
}

/** -sum target log p. */
function crossEntropyRow(columns: i32, logP: usize, targets: usize): f32 {
  let sum: f32 = 0;
  for (let i = 0; i < columns; i++) sum += f32.load(targets + i * 4) * f32.load(logP + i * 4);
  return -sum;
}

/** sum a (log a - log b) from the logarithms, e^a in place of a. */
function klRow(columns: i32, logA: usize, logB: usize): f32 {
  const whole = columns & ~3;
  let sums = f32x4.splat(0);
  for (let i = 0; i < whole; i += 4) {
    const a = v128.load(logA + i * 4);
    sums = f32x4.add(sums, f32x4.mul(exp4(a), f32x4.sub(a, v128.load(logB + i * 4))));
  }
  const left = columns - whole;
  if (left > 0) {
    const a = loadFew(logA + whole * 4, left);
    // The lanes behind the end hold 1 (0 - 0).
    sums = f32x4.add(sums, f32x4.mul(exp4(a), f32x4.sub(a, loadFew(logB + whole * 4, left))));
  }
  return sumLanes(sums);
}

/** The mean of (z - v)^2. */
function squaresRow(columns: i32, z: usize, v: usize): f32 {
  let sum: f32 = 0;
  for (let i = 0; i < columns; i++) {
    const apart = f32.load(z + i * 4) - f32.load(v + i * 4);
    sum += apart * apart;
  }
  return sum / <f32>columns;
}

/** D of one row, without its factor. `one` and `two` are rows of scratch. */
function divergenceRow(
  columns: i32,
  kind: i32,
  z: usize,
  v: usize,
  inverse: f32,
  one: usize,
  two: usize,
): f32 {
  if (kind == logitMse) return squaresRow(columns, z, v);
  logSoftmaxRow(columns, z, inverse, one);
  logSoftmaxRow(columns, v, inverse, two);
  return kind == forwardKl ? klRow(columns, two, one) : klRow(columns, one, two);
}

/** The weight of a row; `weights` 0: all rows alike. */
// @ts-ignore: decorator
@inline
function rowWeight(rows: i32, weights: usize, r: i32): f32 {
  return weights == 0 ? <f32>1 / <f32>rows : f32.load(weights + r * 4);
}

/**
 * loss = live[2] CE + live[3] live[4] D and terms = [CE, live[4] D]; live[0] = T, live[1] = factor of D. Without a
 * divergence loss = CE.
 */
export function objective(
  rows: i32,
  columns: i32,
  kind: i32,
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
  const third = second + columns * 4;
  const inverse: f32 = kind == none ? 1 : <f32>1 / f32.load(live);
  let labels: f64 = 0;
  let distance: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const weight = rowWeight(rows, weights, r);
    if (weight != 0) {
      const at = r * columns * 4;
      logSoftmaxRow(columns, logits + at, 1, scratch);
      labels += <f64>(weight * crossEntropyRow(columns, scratch, targets + at));
      if (kind != none) {
        const apart = divergenceRow(columns, kind, logits + at, teacher + at, inverse, second, third);
        distance += <f64>(weight * apart);
      }
    }
  }
  const ce = <f32>labels;
  let value = ce;
  let d: f32 = 0;
  if (kind != none) {
    d = <f32>distance * f32.load(live, 16);
    if (kind != logitMse) d *= f32.load(live, 4);
    value = ce * f32.load(live, 8) + d * f32.load(live, 12);
  }
  f32.store(loss, value);
  f32.store(terms, ce);
  f32.store(terms, d, 4);
}

/** out[0] = scale[0] D at temperature[0], over all rows; logitMse knows neither. */
export function divergence(
  rows: i32,
  columns: i32,
  kind: i32,
  student: usize,
  teacher: usize,
  weights: usize,
  temperature: usize,
  scale: usize,
  out: usize,
  scratch: usize,
): void {
  const inverse = <f32>1 / f32.load(temperature);
  let distance: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const weight = rowWeight(rows, weights, r);
    if (weight != 0) {
      const at = r * columns * 4;
      const apart = divergenceRow(
        columns,
        kind,
        student + at,
        teacher + at,
        inverse,
        scratch,
        scratch + columns * 4,
      );
      distance += <f64>(weight * apart);
    }
  }
  f32.store(out, kind == logitMse ? <f32>distance : <f32>distance * f32.load(scale));
}

/** out += factor (e^a - e^b) for KL(b || a) with fixed b: the softened student less the softened teacher. */
function addForwardKl(columns: i32, logS: usize, logT: usize, factor: f32, out: usize): void {
  for (let i = 0; i < columns; i += 4) {
    const left = columns - i;
    const at = i * 4;
    const isWhole = left >= 4;
    const s = exp4(isWhole ? v128.load(logS + at) : loadFew(logS + at, left));
    const t = exp4(isWhole ? v128.load(logT + at) : loadFew(logT + at, left));
    const change = f32x4.mul(f32x4.sub(s, t), f32x4.splat(factor));
    if (isWhole) v128.store(out + at, f32x4.add(v128.load(out + at), change));
    else storeFew(out + at, f32x4.add(loadFew(out + at, left), change), left);
  }
}

/** out += factor e^a (a - b - KL(a || b)). */
function addReverseKl(columns: i32, logS: usize, logT: usize, factor: f32, out: usize): void {
  const mean = f32x4.splat(klRow(columns, logS, logT));
  for (let i = 0; i < columns; i += 4) {
    const left = columns - i;
    const at = i * 4;
    const isWhole = left >= 4;
    const s = isWhole ? v128.load(logS + at) : loadFew(logS + at, left);
    const t = isWhole ? v128.load(logT + at) : loadFew(logT + at, left);
    const centred = f32x4.sub(f32x4.sub(s, t), mean);
    const change = f32x4.mul(f32x4.mul(exp4(s), centred), f32x4.splat(factor));
    if (isWhole) v128.store(out + at, f32x4.add(v128.load(out + at), change));
    else storeFew(out + at, f32x4.add(loadFew(out + at, left), change), left);
  }
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

/** into += factor times the gradient of a row's D in z. `one` and `two` are rows of scratch. */
function addDivergenceGradient(
  columns: i32,
  kind: i32,
  z: usize,
  v: usize,
  inverse: f32,
  factor: f32,
  into: usize,
  one: usize,
  two: usize,
): void {
  if (kind == logitMse) {
    const share = (factor * 2) / <f32>columns;
    for (let i = 0; i < columns; i++) {
      const apart = f32.load(z + i * 4) - f32.load(v + i * 4);
      f32.store(into + i * 4, f32.load(into + i * 4) + share * apart);
    }
    return;
  }
  logSoftmaxRow(columns, z, inverse, one);
  logSoftmaxRow(columns, v, inverse, two);
  if (kind == forwardKl) addForwardKl(columns, one, two, factor * inverse, into);
  else addReverseKl(columns, one, two, factor * inverse, into);
}

/** The gradient of `objective`'s loss in the logits, times dy[0]. */
export function objectiveGradient(
  rows: i32,
  columns: i32,
  kind: i32,
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
  const third = second + columns * 4;
  const up = f32.load(dy);
  const inverse: f32 = kind == none ? 1 : <f32>1 / f32.load(live);
  const labels: f32 = kind == none ? up : up * f32.load(live, 8);
  let distance: f32 = 0;
  if (kind != none) distance = up * f32.load(live, 12) * f32.load(live, 16);
  if (kind != none && kind != logitMse) distance *= f32.load(live, 4);
  for (let r = 0; r < rows; r++) {
    const weight = rowWeight(rows, weights, r);
    const at = r * columns * 4;
    const into = out + at;
    if (weight == 0) memory.fill(into, 0, columns * 4);
    else {
      logSoftmaxRow(columns, logits + at, 1, scratch);
      crossEntropyGradientRow(columns, scratch, targets + at, weight * labels, into);
      if (kind != none)
        addDivergenceGradient(
          columns,
          kind,
          logits + at,
          teacher + at,
          inverse,
          weight * distance,
          into,
          second,
          third,
        );
    }
  }
}

/** The gradient of `divergence` in the student's logits, times dy[0]. */
export function divergenceGradient(
  rows: i32,
  columns: i32,
  kind: i32,
  student: usize,
  teacher: usize,
  weights: usize,
  temperature: usize,
  scale: usize,
  dy: usize,
  out: usize,
  scratch: usize,
): void {
  const inverse = <f32>1 / f32.load(temperature);
  const factor = kind == logitMse ? f32.load(dy) : f32.load(dy) * f32.load(scale);
  memory.fill(out, 0, rows * columns * 4);
  for (let r = 0; r < rows; r++) {
    const weight = rowWeight(rows, weights, r);
    if (weight != 0) {
      const at = r * columns * 4;
      const second = scratch + columns * 4;
      addDivergenceGradient(
        columns,
        kind,
        student + at,
        teacher + at,
        inverse,
        weight * factor,
        out + at,
        scratch,
        second,
      );
    }
  }
}
