// The measured series of a run as CSV and JSON. Pure; knows neither charts nor models.

import { metricTables } from '../../shared/protocol/status.ts';

/** Points of one column; only the first `length` count. */
export interface Column {
  readonly steps: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly length: number;
}

export type Columns = ReadonlyMap<string, Column>;

/** In the order of the metric tables; what is derived for drawing is left out. */
function names(columns: Columns): string[] {
  const known = new Set<string>(Object.values(metricTables).flatMap((table) => table.slice(1)));
  return [...known].filter((name) => (columns.get(name)?.length ?? 0) > 0);
}

const isShare = (name: string): boolean => /\.(accuracy|agreement|exactMatch)$/.test(name);

/** The unit of a column: shares are of 1. */
export const unitOf = (name: string): string => (isShare(name) ? 'share' : 'nats');

/** A float32 in as few digits as tell it from its neighbours. */
const written = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '' : String(Number(value.toPrecision(9)));

/**
 * One row a step, one column a series; empty where nothing was measured. Teacher and students count their own steps, so a
 * row holds what each of them had at its own step.
 */
export function seriesCsv(columns: Columns): string {
  const kept = names(columns);
  const byStep = new Map<number, (number | undefined)[]>();
  kept.forEach((name, at) => {
    const { steps, values, length } = columns.get(name) as Column;
    for (let i = 0; i < length; i++) {
      const step = steps[i] ?? 0;
      const row = byStep.get(step) ?? [];
      row[at] = values[i];
      byStep.set(step, row);
    }
  });
  const header = ['step', ...kept.map((name) => `${name} (${unitOf(name)})`)].join(',');
  const rows = [...byStep]
    .sort(([a], [b]) => a - b)
    .map(([step, row]) => [step, ...kept.map((_, at) => written(row[at]))].join(','));
  return `${[header, ...rows].join('\r\n')}\r\n`;
}

/** The same with the experiment: `{ version, link, config, series: { name: { unit, steps, values } } }`; null is no number. */
export function seriesJson(columns: Columns, facts: Readonly<Record<string, unknown>>): string {
  const series = Object.fromEntries(
    names(columns).map((name) => {
      const { steps, values, length } = columns.get(name) as Column;
      const read = (array: ArrayLike<number>) =>
        Array.from({ length }, (_, i) => (Number.isFinite(array[i]) ? Number(written(array[i])) : null));
      return [name, { unit: unitOf(name), steps: read(steps), values: read(values) }];
    }),
  );
  return `${JSON.stringify({ version: 1, ...facts, series }, null, 1)}\n`;
}
