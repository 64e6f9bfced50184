// Divergences on logits as they are, or brought to another size.

import { exp1 } from './math';
import { perClass } from './rows';

/** 1 / deviation of a row, which goes to `out` with mean 0 and deviation 1. */
export function standardise(columns: i32, x: usize, out: usize): f32 {
  let sum: f64 = 0;
  for (let i = 0; i < columns; i++) sum += <f64>f32.load(x + i * 4);
  const mean = <f32>(sum / <f64>columns);
  let squares: f64 = 0;
  for (let i = 0; i < columns; i++) {
    const centred = f32.load(x + i * 4) - mean;
    squares += <f64>(centred * centred);
  }
  const scale = <f32>(<f64>1 / sqrt<f64>(squares / <f64>max(1, columns - 1) + 1e-6));
  for (let i = 0; i < columns; i++) f32.store(out + i * 4, (f32.load(x + i * 4) - mean) * scale);
  return scale;
}

/** into += factor times the gradient of forward KL, taken back through `standardise`; `z` is what that made. */
export function addStandardised(
  columns: i32,
  ls: usize,
  lt: usize,
  z: usize,
  factor: f32,
  into: usize,
): void {
  let drift: f64 = 0;
  let stretch: f64 = 0;
  for (let i = 0; i < columns; i++) {
    const at = i * 4;
    const own = exp1(f32.load(ls + at)) - exp1(f32.load(lt + at));
    f32.store(ls + at, own);
    drift += <f64>own;
    stretch += <f64>(own * f32.load(z + at));
  }
  const mean = <f32>(drift / <f64>columns);
  const along = <f32>(stretch / <f64>max(1, columns - 1));
  for (let i = 0; i < columns; i++) {
    const at = i * 4;
    const change = f32.load(ls + at) - mean - f32.load(z + at) * along;
    f32.store(into + at, f32.load(into + at) + factor * change);
  }
}

/** The mean or the sum of (z - v)^2. */
export function squaresRow(columns: i32, form: i32, z: usize, v: usize): f32 {
  let sum: f32 = 0;
  for (let i = 0; i < columns; i++) {
    const difference = f32.load(z + i * 4) - f32.load(v + i * 4);
    sum += difference * difference;
  }
  return sum * perClass(form, columns);
}

export function addSquares(columns: i32, form: i32, z: usize, v: usize, factor: f32, into: usize): void {
  const times = factor * 2 * perClass(form, columns);
  for (let i = 0; i < columns; i++) {
    const difference = f32.load(z + i * 4) - f32.load(v + i * 4);
    f32.store(into + i * 4, f32.load(into + i * 4) + times * difference);
  }
}

/** Added to a row's squared length, as in ops/unit-vectors.ts. */
const epsilon: f64 = 1e-10;

function squaredLength(columns: i32, x: usize): f64 {
  let sum: f64 = epsilon;
  for (let i = 0; i < columns; i++) sum += <f64>f32.load(x + i * 4) * <f64>f32.load(x + i * 4);
  return sum;
}

/** Half the squared distance of the unit vectors: 1 - cos. */
export function cosineRow(columns: i32, z: usize, v: usize): f32 {
  const squareZ = squaredLength(columns, z);
  const squareV = squaredLength(columns, v);
  const scaleZ = 1 / sqrt<f64>(squareZ);
  const scaleV = 1 / sqrt<f64>(squareV);
  let sum: f64 = epsilon / squareZ + epsilon / squareV;
  for (let i = 0; i < columns; i++) {
    const difference = <f64>f32.load(z + i * 4) * scaleZ - <f64>f32.load(v + i * 4) * scaleV;
    sum += difference * difference;
  }
  return <f32>(sum / 2);
}

export function addCosine(columns: i32, z: usize, v: usize, factor: f32, into: usize): void {
  const squareZ = squaredLength(columns, z);
  const scaleZ = 1 / sqrt<f64>(squareZ);
  const scaleV = 1 / sqrt<f64>(squaredLength(columns, v));
  let along: f64 = epsilon / squareZ;
  for (let i = 0; i < columns; i++) {
    const unit = <f64>f32.load(z + i * 4) * scaleZ;
    along += (unit - <f64>f32.load(v + i * 4) * scaleV) * unit;
  }
  for (let i = 0; i < columns; i++) {
    const unit = <f64>f32.load(z + i * 4) * scaleZ;
    const change = unit - <f64>f32.load(v + i * 4) * scaleV - unit * along;
    f32.store(into + i * 4, f32.load(into + i * 4) + factor * <f32>(scaleZ * change));
  }
}
