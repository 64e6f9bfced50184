// How far a student's answers are from its teacher's, one row of logits at a time, and the gradient in the student's. The
// formulas, with their sources, are the engine's losses/. `live` = [T, factor, -, -, -, the loss's own numbers].

import { cosine, dkd, forwardKl, logitMse, standardizedKl, topKKl } from './kinds';
import { addCosine, addSquares, addStandardised, cosineRow, squaresRow, standardise } from './resized';
import { paddedTo4, softenRow } from './rows';
import { addGradient, shareOf, sumOf, timesOf } from './softened';
import { addKnown, addSplit, countLikeliest, countOthers, knownRow, splitRow } from './split';

/** Bytes of scratch for one row: three of them. */
export function divergenceScratchBytes(columns: i32): i32 {
  return 3 * paddedTo4(columns) * 4;
}

/** What the split divergences count, into `counted`. */
function count(columns: i32, kind: i32, form: i32, v: usize, targets: usize, counted: usize): void {
  if (kind == dkd) countOthers(columns, form == 1 ? targets : v, form == 1, counted);
  else countLikeliest(columns, v, form >> 1, (form & 1) == 1, counted);
}

/**
 * D of one row of logits `z` and `v`. `form`: for sums 1 where they are means over the classes; for decoupled KD 1 where the
 * target is the label; for the top k 2 k, plus 1 where there is a bucket for the others.
 */
export function divergenceRow(
  columns: i32,
  kind: i32,
  form: i32,
  z: usize,
  v: usize,
  targets: usize,
  live: usize,
  scratch: usize,
): f32 {
  if (kind == logitMse) return squaresRow(columns, form, z, v);
  if (kind == cosine) return cosineRow(columns, z, v);
  const padded = paddedTo4(columns);
  const ls = scratch;
  const lt = ls + padded * 4;
  const third = lt + padded * 4;
  const temperature = f32.load(live);
  const factor = f32.load(live, 4);
  if (kind == standardizedKl) {
    standardise(columns, z, third);
    softenRow(columns, third, temperature, ls);
    standardise(columns, v, third);
    softenRow(columns, third, temperature, lt);
    return factor * sumOf(forwardKl, padded, ls, lt, 0.5);
  }
  softenRow(columns, z, temperature, ls);
  softenRow(columns, v, temperature, lt);
  if (kind != dkd && kind != topKKl)
    return timesOf(kind, form, columns, live) * sumOf(kind, padded, ls, lt, shareOf(kind, live));
  count(columns, kind, form, v, targets, third);
  if (kind == dkd)
    return factor * splitRow(padded, ls, lt, third, f32.load(live, 20), f32.load(live, 24));
  return factor * ((form & 1) == 1 ? splitRow(padded, ls, lt, third, 1, 0) : knownRow(padded, ls, lt, third));
}

/** into += scale times the gradient of `divergenceRow` in `z`. */
export function addDivergenceGradient(
  columns: i32,
  kind: i32,
  form: i32,
  z: usize,
  v: usize,
  targets: usize,
  live: usize,
  scale: f32,
  into: usize,
  scratch: usize,
): void {
  if (kind == logitMse) {
    addSquares(columns, form, z, v, scale, into);
    return;
  }
  if (kind == cosine) {
    addCosine(columns, z, v, scale, into);
    return;
  }
  const padded = paddedTo4(columns);
  const ls = scratch;
  const lt = ls + padded * 4;
  const third = lt + padded * 4;
  const temperature = f32.load(live);
  const up = scale / temperature;
  const factor = up * f32.load(live, 4);
  if (kind == standardizedKl) {
    standardise(columns, v, third);
    softenRow(columns, third, temperature, lt);
    const deviation = standardise(columns, z, third);
    softenRow(columns, third, temperature, ls);
    addStandardised(columns, ls, lt, third, factor * deviation, into);
    return;
  }
  softenRow(columns, z, temperature, ls);
  softenRow(columns, v, temperature, lt);
  if (kind != dkd && kind != topKKl) {
    addGradient(kind, columns, ls, lt, shareOf(kind, live), up * timesOf(kind, form, columns, live), into);
    return;
  }
  count(columns, kind, form, v, targets, third);
  if (kind == dkd)
    addSplit(columns, ls, lt, third, f32.load(live, 20), f32.load(live, 24), factor, into);
  else if ((form & 1) == 1) addSplit(columns, ls, lt, third, 1, 0, factor, into);
  else addKnown(columns, ls, lt, third, factor, into);
}
