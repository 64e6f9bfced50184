// Measurements on their way from the device: rows of the metric tables, kept there until they are read all at once.

import type { LaneId } from '../shared/protocol/lanes.ts';
import { type Metrics, type MetricTable, metricTables } from '../shared/protocol/status.ts';
import { join, type RingRow, release } from './record/ring.ts';
import type * as tf from './tf.ts';

export interface Log {
  readonly metrics: readonly Metrics[];
  /** The first loss that was not a number, if any: the run should pause. */
  readonly nonFinite: { readonly column: string; readonly step: number } | null;
}

interface PendingRow {
  readonly table: MetricTable;
  readonly step: number;
  readonly row: tf.Tensor1D | RingRow;
}

export interface LogBook {
  /** Takes the row over: one number for each column behind the step. */
  add(table: MetricTable, step: number, row: tf.Tensor1D | RingRow): void;
  /** Waits for the device and returns every measurement since the last flush. */
  flush(): Promise<Log>;
  dispose(): void;
}

/** Lanes in `mayFail` may have losses that are not numbers: they are logged, and stop nothing. */
export function createLogBook(mayFail: readonly LaneId[] = []): LogBook {
  let pending: PendingRow[] = [];
  return {
    add: (table, step, row) => void pending.push({ table, step, row }),
    async flush() {
      const rows = pending;
      pending = [];
      if (rows.length === 0) return { metrics: [], nonFinite: null };
      const joined = join(rows.map(({ row }) => row));
      release(rows.map(({ row }) => row));
      // The only synchronisation point of training: one read for all measurements since the last flush.
      const numbers = await joined.data<'float32'>();
      joined.dispose();
      return unpack(rows, numbers, mayFail);
    },
    dispose() {
      release(pending.map(({ row }) => row));
      pending = [];
    },
  };
}

/** Splits the numbers of a flush into tables, one run of rows each, in the order in which they were measured. */
function unpack(
  rows: readonly Omit<PendingRow, 'row'>[],
  numbers: Float32Array,
  mayFail: readonly LaneId[],
): Log {
  const isExpected = (column: string) => mayFail.some((lane) => column.startsWith(`${lane}.`));
  const byTable = new Map<MetricTable, number[]>();
  let nonFinite: Log['nonFinite'] = null;
  let at = 0;
  for (const { table, step } of rows) {
    const columns = metricTables[table];
    const values = byTable.get(table) ?? [];
    byTable.set(table, values);
    values.push(step);
    for (const column of columns.slice(1)) {
      const value = numbers[at++] ?? Number.NaN;
      if (!Number.isFinite(value) && !isExpected(column)) nonFinite ??= { column, step };
      values.push(value);
    }
  }
  const metrics = [...byTable].map(
    ([table, values]): Metrics => ({ table, values: Float32Array.from(values) }),
  );
  return { metrics, nonFinite };
}
