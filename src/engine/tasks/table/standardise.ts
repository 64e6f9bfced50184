// Numbers brought to mean 0 and standard deviation 1 by what the training rows say. Pure arithmetic; no
// tables.

/** Standardised values stay within this bound, so that no input makes a loss infinite. */
const limit = 1e6;

/** One column's measure, from its training rows. */
export interface Measure {
  /** Largest magnitude: all else is a share of it, so that squares of very large numbers stay finite. */
  readonly scale: number;
  /** Mean and standard deviation in units of `scale`. */
  readonly mean: number;
  readonly sd: number;
}

/** Measures `values` (finite numbers, training rows only). A constant column gets standard deviation 1. */
export function measure(values: Float64Array): Measure {
  let scale = 0;
  for (const value of values) scale = Math.max(scale, Math.abs(value));
  if (scale === 0) return { scale: 1, mean: 0, sd: 1 };
  let sum = 0;
  for (const value of values) sum += value / scale;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value / scale - mean) ** 2;
  const first = values[0];
  const constant = values.every((value) => value === first);
  if (constant) return { scale, mean: (first ?? 0) / scale, sd: 1 / scale };
  return { scale, mean, sd: Math.sqrt(squares / values.length) };
}

/** (value - mean) / standard deviation, within [-1e6, 1e6]. */
export function standardise(value: number, { scale, mean, sd }: Measure): number {
  return Math.max(-limit, Math.min(limit, (value / scale - mean) / sd));
}
