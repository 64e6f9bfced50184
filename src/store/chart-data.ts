// From series to what a chart draws: a few hundred rows, each bucket of steps with its extremes kept, so that a spike is
// never averaged away. Pure.

import type { Series } from './series.ts';

/** One row of a chart: the step, and the value of each column measured there (missing ones are absent). */
export interface ChartRow {
  readonly step: number;
  [column: string]: number;
}

export interface ChartOptions {
  /** Upper bound of buckets; a bucket gives at most two rows. */
  readonly buckets: number;
  /** Weight of the past in an exponential moving average, 0 (none) to below 1; corrected for its start. */
  readonly smoothing: number;
}

/** Exponential moving average as TensorBoard draws it: the early values are divided by the weight seen so far. */
export function smooth({ steps, values, length }: Series, weight: number): Series {
  if (weight <= 0) return { steps, values, length };
  const smoothed = new Float32Array(length);
  let average = 0;
  let seen = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isFinite(value)) {
      average = weight * average + (1 - weight) * value;
      seen = weight * seen + (1 - weight);
    }
    smoothed[i] = seen > 0 ? average / seen : Number.NaN;
  }
  return { steps, values: smoothed, length };
}

/**
 * Rows for the given columns, by rising step, over a common range of steps. Where a bucket holds many points of a
 * column, its least and its greatest are kept in the order in which they came.
 */
export function chartRows(
  columns: ReadonlyMap<string, Series>,
  names: readonly string[],
  { buckets, smoothing }: ChartOptions,
): ChartRow[] {
  const present = names.flatMap((name) => {
    const series = columns.get(name);
    return series === undefined || series.length === 0 ? [] : [{ name, series: smooth(series, smoothing) }];
  });
  const lastStep = Math.max(0, ...present.map(({ series }) => series.steps[series.length - 1] ?? 0));
  const size = Math.max(1, Math.ceil(lastStep / buckets));
  const rows = new Map<number, ChartRow>();
  const put = (step: number, name: string, value: number) => {
    const row: ChartRow = rows.get(step) ?? { step };
    row[name] = value;
    rows.set(step, row);
  };
  for (const { name, series } of present) {
    for (const [step, value] of extremes(series, size)) put(step, name, value);
  }
  return [...rows.values()].sort((a, b) => a.step - b.step);
}

/** Two points a bucket (one where it holds one), placed at its start and its middle. */
function extremes({ steps, values, length }: Series, size: number): [step: number, value: number][] {
  const points: [number, number][] = [];
  let i = 0;
  while (i < length) {
    const bucket = Math.floor((steps[i] ?? 0) / size);
    let [low, high] = [i, i];
    const first = i;
    while (i < length && Math.floor((steps[i] ?? 0) / size) === bucket) {
      if ((values[i] ?? 0) < (values[low] ?? 0)) low = i;
      if ((values[i] ?? 0) > (values[high] ?? 0)) high = i;
      i += 1;
    }
    if (i - first === 1) points.push([steps[first] ?? 0, values[first] ?? Number.NaN]);
    else {
      const [early, late] = low < high ? [low, high] : [high, low];
      points.push([bucket * size, values[early] ?? Number.NaN]);
      if (early !== late) points.push([bucket * size + size / 2, values[late] ?? Number.NaN]);
    }
  }
  return points;
}
