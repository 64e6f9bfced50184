// From series to what a chart draws: a few hundred points a curve, each bucket of steps with its extremes kept so that a
// spike is never averaged away, and the rows of the table view. Pure; knows nothing of React or pixels.

import type { Series } from './series.ts';

/** One point of a drawn curve. A value that is not finite is a gap. */
export interface Point {
  readonly step: number;
  readonly value: number;
}

export type Columns = ReadonlyMap<string, Series>;

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
      smoothed[i] = average / seen;
    } else smoothed[i] = Number.NaN;
  }
  return { steps, values: smoothed, length };
}

/** Student's minus control's accuracy wherever both were measured, as a share of 1. */
export function gainOf(columns: Columns): Series {
  const student = columns.get('student.accuracy');
  const control = columns.get('control.accuracy');
  const most = Math.min(student?.length ?? 0, control?.length ?? 0);
  const gain = { steps: new Float32Array(most), values: new Float32Array(most), length: 0 };
  for (let s = 0, c = 0; s < (student?.length ?? 0) && c < (control?.length ?? 0); ) {
    const step = student?.steps[s] ?? 0;
    const other = control?.steps[c] ?? 0;
    if (step === other) {
      gain.steps[gain.length] = step;
      gain.values[gain.length] = (student?.values[s] ?? Number.NaN) - (control?.values[c] ?? Number.NaN);
      gain.length += 1;
    }
    if (step <= other) s += 1;
    if (other <= step) c += 1;
  }
  return gain;
}

/** Measured once a step on one batch, and noisy for it; measurements on the validation set are left as they are. */
const isNoisy = (column: string): boolean => column.endsWith('.loss') || column.endsWith('Term');

/** The second teacher's last agreement as a level line over the students' steps: what agreement comes for free. */
function secondLine(columns: Columns): Series | null {
  const second = columns.get('second.agreement');
  if (second === undefined || second.length === 0) return null;
  const last = second.values[second.length - 1] ?? Number.NaN;
  const end = lastStep(columns, ['student.agreement']);
  return { steps: Float32Array.of(0, end), values: Float32Array.of(last, last), length: end > 0 ? 2 : 1 };
}

/** The columns as they are drawn: training losses smoothed, gain and second teacher beside what was measured. */
export function drawnColumns(columns: Columns, smoothing: number): Columns {
  const drawn = new Map<string, Series>();
  for (const [name, series] of columns) drawn.set(name, isNoisy(name) ? smooth(series, smoothing) : series);
  const line = secondLine(columns);
  if (line !== null) drawn.set('second.line', line);
  return drawn.set('gain', gainOf(columns));
}

/** Steps in one bucket. A power of two, so that a range that grows redraws what is there already only now and then. */
export const bucketSize = (range: number, buckets: number): number =>
  2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, range) / buckets)));

/**
 * The points of a series that a chart draws: of each bucket the least and the greatest value, and one gap where it holds
 * values that are not finite, in the order in which they came.
 */
export function trace({ steps, values, length }: Series, size: number): Point[] {
  const points: Point[] = [];
  let i = 0;
  while (i < length) {
    const bucket = Math.floor((steps[i] ?? 0) / size);
    let low = -1;
    let high = -1;
    let gap = -1;
    for (; i < length && Math.floor((steps[i] ?? 0) / size) === bucket; i++) {
      const value = values[i] ?? Number.NaN;
      if (!Number.isFinite(value)) gap = i;
      else {
        if (low < 0 || value < (values[low] ?? 0)) low = i;
        if (high < 0 || value > (values[high] ?? 0)) high = i;
      }
    }
    const kept = [...new Set([low, high, gap])].filter((at) => at >= 0).sort((a, b) => a - b);
    for (const at of kept) {
      points.push({ step: steps[at] ?? 0, value: at === gap ? Number.NaN : (values[at] ?? Number.NaN) });
    }
  }
  return points;
}

/** Least and greatest finite value of traces, and the least positive one. */
export interface Extent {
  readonly low: number;
  readonly high: number;
  readonly leastPositive: number | null;
}

/** The extent of what was measured at `fromStep` or later; null where that is nothing. */
export function extentOf(traces: Iterable<readonly Point[]>, fromStep = 0): Extent | null {
  let [low, high, positive] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const points of traces) {
    for (const { step, value } of points) {
      if (step < fromStep || !Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      if (value > 0 && value < positive) positive = value;
    }
  }
  return low > high ? null : { low, high, leastPositive: Number.isFinite(positive) ? positive : null };
}

/** How many points of a series were measured at or before a step. */
function countUntil({ steps, length }: Series, step: number): number {
  let [from, to] = [0, length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((steps[middle] ?? 0) <= step) from = middle + 1;
    else to = middle;
  }
  return from;
}

const pointAt = ({ steps, values }: Series, at: number): Point => ({
  step: steps[at] ?? 0,
  value: values[at] ?? Number.NaN,
});

/** What was known at a step: the last point at or before it. null before the first, and well after the last. */
export function valueAt(series: Series, step: number): Point | null {
  const count = countUntil(series, step);
  if (count === 0) return null;
  const point = pointAt(series, count - 1);
  // A run in progress says nothing yet of the steps beyond its next measurement.
  const spacing = count > 1 ? point.step - pointAt(series, count - 2).step : 0;
  return count === series.length && step > point.step + spacing ? null : point;
}

/** The last step at which any of these columns was measured; 0 where none was. */
export function lastStep(columns: Columns, names: Iterable<string> = columns.keys()): number {
  let last = 0;
  for (const name of names) {
    const series = columns.get(name);
    if (series !== undefined && series.length > 0)
      last = Math.max(last, series.steps[series.length - 1] ?? 0);
  }
  return last;
}

/** One row of the table view: the value of each column measured at exactly this step, null where none was. */
export interface TableRow {
  readonly step: number;
  readonly values: readonly (number | null)[];
}

/** Rows at the steps of `rowsAt`, evenly thinned to at most `most`, and always the last. */
export function tableRows(
  columns: Columns,
  names: readonly string[],
  rowsAt: readonly string[],
  most: number,
): TableRow[] {
  const steps = new Set<number>();
  for (const name of rowsAt) {
    const series = columns.get(name);
    for (let i = 0; i < (series?.length ?? 0); i++) steps.add(series?.steps[i] ?? 0);
  }
  const sorted = [...steps].sort((a, b) => a - b);
  const stride = bucketSize(sorted.length, most);
  const kept = sorted.filter((_, i) => i % stride === 0);
  const last = sorted.at(-1);
  if (last !== undefined && kept.at(-1) !== last) kept.push(last);
  return kept.map((step) => ({
    step,
    values: names.map((name) => {
      const series = columns.get(name);
      const count = series === undefined ? 0 : countUntil(series, step);
      if (series === undefined || count === 0) return null;
      const point = pointAt(series, count - 1);
      return point.step === step ? point.value : null;
    }),
  }));
}
