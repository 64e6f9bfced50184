// Metric series of one run, outside React: numbers are appended to growing typed arrays and charts read them at their own
// pace. Knows nothing of state, workers or drawing.

import { type Metrics, metricTables } from '../shared/protocol/status.ts';

/** Points of one column in the order of their steps; only the first `length` count. */
export interface Series {
  readonly steps: Float32Array;
  readonly values: Float32Array;
  readonly length: number;
}

export interface RunSeries {
  readonly columns: ReadonlyMap<string, Series>;
  append(metrics: readonly Metrics[]): void;
  /** Drops what lies beyond these steps: a run that went back to a checkpoint measures it anew. */
  rewind(teacherStep: number, assistantStep: number, studentStep: number): void;
  /** The newest value of a column; null before the first. */
  latest(column: string): number | null;
}

const firstCapacity = 1024;

interface GrowingSeries {
  steps: Float32Array;
  values: Float32Array;
  length: number;
}

/** What is measured again at the same step takes the place of what was measured before. */
function push(series: GrowingSeries, step: number, value: number): void {
  if (series.length > 0 && series.steps[series.length - 1] === step) series.length -= 1;
  if (series.length === series.steps.length) {
    for (const key of ['steps', 'values'] as const) {
      const larger = new Float32Array(2 * series.length);
      larger.set(series[key]);
      series[key] = larger;
    }
  }
  series.steps[series.length] = step;
  series.values[series.length] = value;
  series.length += 1;
}

/** An empty series, or one that goes on from columns measured before: they are copied. */
export function createSeries(begun: Iterable<readonly [string, Series]> = []): RunSeries {
  const columns = new Map<string, GrowingSeries>();
  for (const [column, { steps, values, length }] of begun) {
    const room = Math.max(firstCapacity, length);
    const copy = { steps: new Float32Array(room), values: new Float32Array(room), length };
    copy.steps.set(steps.subarray(0, length));
    copy.values.set(values.subarray(0, length));
    columns.set(column, copy);
  }
  const seriesOf = (column: string): GrowingSeries => {
    const known = columns.get(column);
    if (known !== undefined) return known;
    const fresh = {
      steps: new Float32Array(firstCapacity),
      values: new Float32Array(firstCapacity),
      length: 0,
    };
    columns.set(column, fresh);
    return fresh;
  };
  return {
    columns,
    append(metrics) {
      for (const { table, values } of metrics) {
        const names = metricTables[table];
        for (let at = 0; at < values.length; at += names.length) {
          const step = values[at] ?? 0;
          for (let c = 1; c < names.length; c++) {
            push(seriesOf(names[c] as string), step, values[at + c] ?? Number.NaN);
          }
        }
      }
    },
    rewind(teacherStep, assistantStep, studentStep) {
      const limits: Readonly<Record<string, number>> = {
        teacher: teacherStep,
        second: teacherStep,
        assistant: assistantStep,
      };
      for (const [column, series] of columns) {
        const limit = limits[column.split('.')[0] ?? ''] ?? studentStep;
        // A measurement taken at the very step of the checkpoint is taken again only when that step is 0.
        while (series.length > 0) {
          const last = series.steps[series.length - 1] ?? 0;
          if (last > limit || (limit === 0 && last === 0)) series.length -= 1;
          else break;
        }
      }
    },
    latest(column) {
      const series = columns.get(column);
      return series === undefined || series.length === 0 ? null : (series.values[series.length - 1] ?? null);
    },
  };
}
