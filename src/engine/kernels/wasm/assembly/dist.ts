// DIST: how little the softened answers of student and teacher correlate, over the classes of a row and over the rows of a
// class, and the gradient in the student's logits. The formula, with its source, is losses/dist.ts in the engine.
// `live` = [T, factor, -, -, -, weight across classes, weight across rows].

import { exp4 } from './math';
import { add4, load4, paddedTo4, rowWeight, softenRow } from './rows';
import { sumLanes } from './simd';

/** Added to a squared length, as in ops/unit-vectors.ts. */
const epsilon: f32 = 1e-10;

/** Bytes of scratch: both answers as probabilities, six numbers a class, and a row. */
export function distScratchBytes(rows: i32, columns: i32): i32 {
  return (2 * rows + 7) * paddedTo4(columns) * 4;
}

/** Where the numbers lie that are kept of a class, from the address of the first. */
// @ts-ignore: decorator
@inline
function place(classes: usize, padded: i32, which: i32): usize {
  return classes + which * padded * 4;
}
const sMean: i32 = 0;
const tMean: i32 = 1;
const sScale: i32 = 2;
const tScale: i32 = 3;
const along: i32 = 4;
const apart: i32 = 5;

/** row += factor x, or row += factor (x - mean)^2. */
// @ts-ignore: decorator
@inline
function gather(padded: i32, x: usize, mean: usize, factor: f32, row: usize): void {
  for (let i = 0; i < padded; i += 4) {
    let value = load4(x, i);
    if (mean != 0) {
      const centred = f32x4.sub(value, load4(mean, i));
      value = f32x4.mul(centred, centred);
    }
    v128.store(row + i * 4, f32x4.add(load4(row, i), f32x4.mul(value, f32x4.splat(factor))));
  }
}

/** Softened answers of all rows into `student` and `taught`, and the statistics of their classes. */
function measureClasses(
  rows: i32,
  columns: i32,
  logits: usize,
  teacher: usize,
  weights: usize,
  temperature: f32,
  student: usize,
  taught: usize,
  classes: usize,
): void {
  const padded = paddedTo4(columns);
  const step = padded * 4;
  for (let r = 0; r < rows; r++) {
    softenRow(columns, logits + r * columns * 4, temperature, student + r * step);
    softenRow(columns, teacher + r * columns * 4, temperature, taught + r * step);
  }
  for (let i = 0; i < rows * padded; i += 4) {
    v128.store(student + i * 4, exp4(load4(student, i)));
    v128.store(taught + i * 4, exp4(load4(taught, i)));
  }
  memory.fill(classes, 0, 6 * step);
  for (let r = 0; r < rows; r++) {
    const weight = rowWeight(rows, weights, r);
    gather(padded, student + r * step, 0, weight, place(classes, padded, sMean));
    gather(padded, taught + r * step, 0, weight, place(classes, padded, tMean));
  }
  for (let r = 0; r < rows; r++) {
    const weight = rowWeight(rows, weights, r);
    const means = place(classes, padded, sMean);
    gather(padded, student + r * step, means, weight, place(classes, padded, sScale));
    gather(padded, taught + r * step, means + step, weight, place(classes, padded, tScale));
  }
  const half = f32x4.splat(0.5);
  for (let i = 0; i < padded; i += 4) {
    const squareS = f32x4.add(load4(place(classes, padded, sScale), i), f32x4.splat(epsilon));
    const squareT = f32x4.add(load4(place(classes, padded, tScale), i), f32x4.splat(epsilon));
    const shortS = f32x4.div(f32x4.splat(epsilon), squareS);
    const shortT = f32x4.div(f32x4.splat(epsilon), squareT);
    const one = f32x4.splat(1);
    v128.store(place(classes, padded, sScale) + i * 4, f32x4.div(one, f32x4.sqrt(squareS)));
    v128.store(place(classes, padded, tScale) + i * 4, f32x4.div(one, f32x4.sqrt(squareT)));
    v128.store(place(classes, padded, along) + i * 4, shortS);
    v128.store(place(classes, padded, apart) + i * 4, f32x4.mul(half, f32x4.add(shortS, shortT)));
  }
  for (let r = 0; r < rows; r++) {
    const weight = f32x4.splat(rowWeight(rows, weights, r));
    for (let i = 0; i < padded; i += 4) {
      const u = unit4(load4(student + r * step, i), classes, padded, sMean, i);
      const difference = f32x4.sub(u, unit4(load4(taught + r * step, i), classes, padded, tMean, i));
      const at = place(classes, padded, along) + i * 4;
      v128.store(at, f32x4.add(v128.load(at), f32x4.mul(weight, f32x4.mul(difference, u))));
      const square = f32x4.mul(half, f32x4.mul(difference, difference));
      v128.store(at + step, f32x4.add(v128.load(at + step), f32x4.mul(weight, square)));
    }
  }
}

/** (x - mean) scale of four classes, for the student (`mean` = sMean) or the teacher (tMean). */
// @ts-ignore: decorator
@inline
function unit4(x: v128, classes: usize, padded: i32, mean: i32, i: i32): v128 {
  const centred = f32x4.sub(x, load4(place(classes, padded, mean), i));
  return f32x4.mul(centred, load4(place(classes, padded, mean + 2), i));
}

/** The mean of a row. */
function meanOf(columns: i32, x: usize): f32 {
  let sums = f32x4.splat(0);
  for (let i = 0; i < paddedTo4(columns); i += 4) sums = f32x4.add(sums, load4(x, i));
  return sumLanes(sums) / <f32>columns;
}

/** The sum of (x - mean)^2, and epsilon. */
function squaresAround(columns: i32, x: usize, mean: f32): f32 {
  let sum: f32 = epsilon;
  for (let i = 0; i < columns; i++) {
    const centred = f32.load(x + i * 4) - mean;
    sum += centred * centred;
  }
  return sum;
}

/**
 * 1 - correlation of two rows of probabilities; with `into` its gradient in the first, times `factor`, is added there
 * instead.
 */
function correlateRow(columns: i32, s: usize, t: usize, factor: f32, into: usize): f32 {
  const meanS = meanOf(columns, s);
  const meanT = meanOf(columns, t);
  const squareS = squaresAround(columns, s, meanS);
  const squareT = squaresAround(columns, t, meanT);
  const scaleS = <f32>1 / sqrt<f32>(squareS);
  const scaleT = <f32>1 / sqrt<f32>(squareT);
  let squares: f32 = 0;
  let crossed: f32 = epsilon / squareS;
  for (let i = 0; i < columns; i++) {
    const u = (f32.load(s + i * 4) - meanS) * scaleS;
    const difference = u - (f32.load(t + i * 4) - meanT) * scaleT;
    squares += difference * difference;
    crossed += difference * u;
  }
  if (into == 0) return <f32>0.5 * (squares + epsilon / squareS + epsilon / squareT);
  for (let i = 0; i < columns; i++) {
    const u = (f32.load(s + i * 4) - meanS) * scaleS;
    const change = u - (f32.load(t + i * 4) - meanT) * scaleT - u * crossed;
    f32.store(into + i * 4, f32.load(into + i * 4) + factor * scaleS * change);
  }
  return 0;
}

/** out[0] = D over all rows. */
export function dist(
  rows: i32,
  columns: i32,
  logits: usize,
  teacher: usize,
  weights: usize,
  live: usize,
  out: usize,
  scratch: usize,
): void {
  const padded = paddedTo4(columns);
  const taught = scratch + rows * padded * 4;
  const classes = taught + rows * padded * 4;
  measureClasses(rows, columns, logits, teacher, weights, f32.load(live), scratch, taught, classes);
  let acrossClasses: f64 = 0;
  let counted: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const weight = rowWeight(rows, weights, r);
    const at = r * padded * 4;
    counted += <f64>weight;
    if (weight != 0) acrossClasses += <f64>(weight * correlateRow(columns, scratch + at, taught + at, 0, 0));
  }
  let acrossRows: f64 = 0;
  for (let i = 0; i < columns; i++) acrossRows += <f64>f32.load(place(classes, padded, apart) + i * 4);
  const both =
    <f64>f32.load(live, 20) * acrossClasses + (<f64>f32.load(live, 24) * acrossRows * counted) / <f64>columns;
  f32.store(out, f32.load(live, 4) * <f32>both);
}

/** The gradient of `dist` in the logits, times dy[0]. */
export function distGradient(
  rows: i32,
  columns: i32,
  logits: usize,
  teacher: usize,
  weights: usize,
  live: usize,
  dy: usize,
  out: usize,
  scratch: usize,
): void {
  const padded = paddedTo4(columns);
  const taught = scratch + rows * padded * 4;
  const classes = taught + rows * padded * 4;
  const pulls = place(classes, padded, 6);
  const temperature = f32.load(live);
  measureClasses(rows, columns, logits, teacher, weights, temperature, scratch, taught, classes);
  memory.fill(out, 0, rows * columns * 4);
  const times = (f32.load(dy) * f32.load(live, 4)) / temperature;
  const acrossRows = f32x4.splat(f32.load(live, 24) / <f32>columns);
  for (let r = 0; r < rows; r++) {
    const weight = rowWeight(rows, weights, r);
    if (weight == 0) continue;
    const s = scratch + r * padded * 4;
    const t = taught + r * padded * 4;
    for (let i = 0; i < padded; i += 4) {
      const u = unit4(load4(s, i), classes, padded, sMean, i);
      const difference = f32x4.sub(u, unit4(load4(t, i), classes, padded, tMean, i));
      const change = f32x4.sub(difference, f32x4.mul(u, load4(place(classes, padded, along), i)));
      const scaled = f32x4.mul(change, load4(place(classes, padded, sScale), i));
      v128.store(pulls + i * 4, f32x4.mul(scaled, acrossRows));
    }
    correlateRow(columns, s, t, f32.load(live, 20), pulls);
    let sums = f32x4.splat(0);
    for (let i = 0; i < padded; i += 4) sums = f32x4.add(sums, f32x4.mul(load4(s, i), load4(pulls, i)));
    const sum = f32x4.splat(sumLanes(sums));
    const factor = f32x4.splat(weight * times);
    for (let i = 0; i < padded; i += 4) {
      const change = f32x4.mul(load4(s, i), f32x4.sub(load4(pulls, i), sum));
      add4(columns, i, f32x4.mul(change, factor), out + r * columns * 4);
    }
  }
}
