// Bands around curves: at each step that several runs measured, the mean over the runs and its 95 % confidence interval.
// Pure; knows nothing of React or pixels.

import { spreadOf } from '../shared/statistics.ts';
import type { Columns } from './chart-data.ts';
import type { Series } from './series.ts';

/** Only the first `length` numbers count. */
export interface Band {
  readonly steps: Float32Array;
  readonly low: Float32Array;
  readonly mean: Float32Array;
  readonly high: Float32Array;
  readonly length: number;
}

export type Bands = ReadonlyMap<string, Band>;

/** The values of all series at each step that at least two of them have; steps rise in each. */
function bandOf(series: readonly Series[]): Band {
  const capacity = Math.max(...series.map(({ length }) => length));
  const band = {
    steps: new Float32Array(capacity),
    low: new Float32Array(capacity),
    mean: new Float32Array(capacity),
    high: new Float32Array(capacity),
    length: 0,
  };
  const places = series.map(() => 0);
  for (;;) {
    const steps = series.map(({ steps, length }, i) => {
      const at = places[i] ?? 0;
      return at < length ? (steps[at] ?? 0) : Number.POSITIVE_INFINITY;
    });
    const step = Math.min(...steps);
    if (!Number.isFinite(step)) return band;
    const values: number[] = [];
    series.forEach((one, i) => {
      if (steps[i] !== step) return;
      const value = one.values[places[i] ?? 0] ?? Number.NaN;
      if (Number.isFinite(value)) values.push(value);
      places[i] = (places[i] ?? 0) + 1;
    });
    if (values.length < 2 || band.length === capacity) continue;
    const { mean, interval } = spreadOf(values);
    band.steps[band.length] = step;
    band.mean[band.length] = mean;
    band.low[band.length] = interval[0];
    band.high[band.length] = interval[1];
    band.length += 1;
  }
}

/** The bands of every column that at least two runs have. */
export function bandsOf(runs: readonly Columns[]): Bands {
  const bands = new Map<string, Band>();
  for (const column of new Set(runs.flatMap((columns) => [...columns.keys()]))) {
    const series = runs.flatMap((columns) => columns.get(column) ?? []).filter(({ length }) => length > 0);
    if (series.length < 2) continue;
    const band = bandOf(series);
    if (band.length > 0) bands.set(column, band);
  }
  return bands;
}

/** Every so manieth point of a band, about one a bucket of steps, and always the last. */
export function thinned(band: Band, size: number): Band {
  const kept: number[] = [];
  let bucket = -1;
  for (let i = 0; i < band.length; i++) {
    const own = Math.floor((band.steps[i] ?? 0) / size);
    if (own !== bucket || i === band.length - 1) kept.push(i);
    bucket = own;
  }
  const pick = (values: Float32Array) => Float32Array.from(kept, (i) => values[i] ?? 0);
  const { steps, low, mean, high } = band;
  return { steps: pick(steps), low: pick(low), mean: pick(mean), high: pick(high), length: kept.length };
}

/** A band cut to the values that are possible. */
export function within(band: Band, [least, most]: readonly [number, number]): Band {
  const cut = (values: Float32Array) => values.map((value) => Math.min(most, Math.max(least, value)));
  return { ...band, low: cut(band.low), high: cut(band.high) };
}
