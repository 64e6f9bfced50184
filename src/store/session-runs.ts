// The finished runs of this session, in memory: enough of each to compare it, to average it with its like, and to place
// it among the others. Plain data; a store that outlives the page can keep the same records.

import type { Config } from '../shared/config.ts';
import { experimentKey, type GainSpread, gainSpread } from '../shared/seeds.ts';
import type { Series } from './series.ts';
import type { PageState } from './state.ts';

export interface RunRecord {
  readonly id: string;
  /** What it shares with runs that differ from it by their seeds alone. */
  readonly experiment: string;
  /** As it was at the end, live changes included. */
  readonly config: Config;
  /** Tells the visitor's own data apart; equal for equal data. */
  readonly dataKey: number;
  /** true: a knob was turned while it ran, so no other run repeats it. */
  readonly turned: boolean;
  readonly backend: string;
  readonly elapsedMs: number;
  /** Features and classes, or context and vocabulary: what the size of a model depends on besides its settings. */
  readonly inputs: number;
  readonly outputs: number;
  readonly columns: ReadonlyMap<string, Series>;
}

/** Beyond as many the oldest are forgotten. */
const mostRecords = 200;

/** The record of the run that has just finished; null where the page does not know enough of it. */
export function recordOf({ run, task, backend, stale }: PageState): RunRecord | null {
  if (stale || run === null || run.status === null || task === null) return null;
  const { config } = run;
  return {
    id: run.id,
    experiment: experimentKey(config),
    config,
    dataKey: run.dataKey,
    turned: run.turned,
    backend: backend?.name ?? '',
    elapsedMs: run.status.elapsedMs,
    inputs: task.inputs,
    outputs: task.outputs,
    columns: run.series.columns,
  };
}

/** With a record as the newest, in the place of an older one of the same run. */
export const withRecord = (records: readonly RunRecord[], record: RunRecord | null): readonly RunRecord[] =>
  record === null ? records : [...records.filter(({ id }) => id !== record.id), record].slice(-mostRecords);

/** With a record of a session before this one, which is older than all of this one's. */
export const withEarlier = (records: readonly RunRecord[], record: RunRecord): readonly RunRecord[] =>
  records.some(({ id }) => id === record.id) ? records : [record, ...records].slice(-mostRecords);

/** The newest value of a column; null before the first. */
export function lastOf({ columns }: Pick<RunRecord, 'columns'>, column: string): number | null {
  const series = columns.get(column);
  return series === undefined || series.length === 0 ? null : (series.values[series.length - 1] ?? null);
}

/** The runs of one experiment, one for each seed (the newest), in the order of their seeds. */
export function runsOf(records: readonly RunRecord[], config: Config, dataKey: number): RunRecord[] {
  const key = experimentKey(config);
  const bySeed = new Map<number, RunRecord>();
  for (const record of records) {
    if (record.turned || record.dataKey !== dataKey || record.experiment !== key) continue;
    bySeed.set(record.config.seed, record);
  }
  return [...bySeed.values()].sort((a, b) => a.config.seed - b.config.seed);
}

/** Mean and interval of the gain over these seeds. */
export const spreadOfRuns = (config: Config, runs: readonly RunRecord[]): GainSpread =>
  gainSpread(
    config,
    runs.map((run) => ({ seed: run.config.seed, at: (column: string) => lastOf(run, column) })),
  );
