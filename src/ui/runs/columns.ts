// The columns of the table of runs that it can be sorted by, and how each is written. Data, no components.

import { tasks } from '../../shared/catalog/tasks.ts';
import { phaseSteps, stepsTaken } from '../../shared/config.ts';
import { measureOf } from '../../shared/gain.ts';
import type { LaneId } from '../../shared/protocol/lanes.ts';
import { gainOfRun, type SavedRun } from '../../store/runs/saved-run.ts';
import { nats, percent, signed } from '../format.ts';

/** A lane's newest figure in the measure of its task. */
export const figureOf = ({ config, figures }: SavedRun, lane: LaneId): number | null =>
  figures[`${lane}.${measureOf(config).column}`] ?? null;

const writeFigure = (run: SavedRun, value: number | null): string =>
  measureOf(run.config).unit === 'points' ? percent(value) : nats(value);

export function writeGain(run: SavedRun): string {
  const gain = gainOfRun(run);
  if (gain === null) return '–';
  const { unit } = measureOf(run.config);
  return `${signed(gain, unit === 'points' ? 1 : 3)} ${unit}`;
}

export const taskLabel = ({ config }: SavedRun): string => tasks[config.task.kind].label;

const times = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
export const writeTime = ({ startedAt }: SavedRun): string => times.format(startedAt);

interface Column {
  readonly label: string;
  /** What rows are sorted by; runs without it come last either way. */
  readonly key: (run: SavedRun) => number | string | null;
  readonly write: (run: SavedRun) => string;
  /** The order a first press gives. */
  readonly first: 'ascending' | 'descending';
  readonly isNumber: boolean;
}

const laneColumn = (lane: LaneId, label: string): Column => ({
  label,
  key: (run) => figureOf(run, lane),
  write: (run) => writeFigure(run, figureOf(run, lane)),
  first: 'descending',
  isNumber: true,
});

export const columns = {
  run: {
    label: 'Name',
    key: ({ name }) => name,
    write: ({ name }) => name,
    first: 'ascending',
    isNumber: false,
  },
  started: {
    label: 'Started',
    key: ({ startedAt }) => startedAt,
    write: writeTime,
    first: 'descending',
    isNumber: false,
  },
  task: { label: 'Task', key: taskLabel, write: taskLabel, first: 'ascending', isNumber: false },
  gain: { label: 'Gain', key: gainOfRun, write: writeGain, first: 'descending', isNumber: true },
  teacher: laneColumn('teacher', 'Teacher'),
  student: laneColumn('student', 'Student'),
  control: laneColumn('control', 'Control'),
} as const satisfies Record<string, Column>;
export type ColumnId = keyof typeof columns;
export const columnIds = Object.keys(columns) as ColumnId[];

export interface Order {
  readonly by: ColumnId;
  readonly direction: 'ascending' | 'descending';
}

export function sorted(runs: readonly SavedRun[], { by, direction }: Order): SavedRun[] {
  const { key } = columns[by];
  const sign = direction === 'ascending' ? 1 : -1;
  return [...runs].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order = typeof x === 'string' ? x.localeCompare(String(y)) : x - Number(y);
    return sign * order || b.startedAt - a.startedAt;
  });
}

const states = {
  training: 'training',
  paused: 'paused',
  finished: 'finished',
  stopped: 'stopped',
  failed: 'failed',
} as const;

export function stateOf(run: SavedRun): string {
  if (run.state === 'finished') return 'finished';
  return `${states[run.state]} at ${stepsTaken(run)}/${phaseSteps(run.config).total}`;
}

/** Whether every word occurs somewhere in what the table says of a run. */
export function matches(run: SavedRun, words: string): boolean {
  const said = `${run.name} ${taskLabel(run)} ${run.change} ${stateOf(run)} ${run.backend}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}
