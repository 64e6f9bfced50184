// A run as it is kept beyond the page: what the table of runs shows. Plain data; its curves and weights are kept apart.

import { type Config, differingPaths, flatten, specsFor } from '../../shared/config.ts';
import { gainIn, measureOf } from '../../shared/gain.ts';
import { formatValue, type ParamSpec, type ParamValue } from '../../shared/params.ts';
import type { LaneId } from '../../shared/protocol/lanes.ts';
import type { RunState } from '../../shared/protocol/status.ts';
import type { RunSeries, Series } from '../series.ts';

/** How many colours there are for runs. */
export const runColors = 6;

export interface Sample {
  readonly lane: LaneId;
  readonly prompt: string;
  readonly text: string;
}

export interface SavedRun {
  readonly id: string;
  readonly name: string;
  /** Index of its colour. */
  readonly color: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly config: Config;
  /** In what it differs from the run before it, in one line. */
  readonly change: string;
  /** The run whose weights it began with. */
  readonly parent: string | null;
  /** true: settings were turned while it ran, or it began with another run's weights. No link reproduces it. */
  readonly turned: boolean;
  readonly backend: string;
  /** The visitor's own data that it learnt from; they are not kept. */
  readonly ownData: { readonly name: string; readonly size: number } | null;
  /** What the size of its models depends on besides its settings; null where the page never knew. */
  readonly shape: { readonly inputs: number; readonly outputs: number } | null;
  readonly state: RunState;
  readonly teacherStep: number;
  /** 0 where there is no assistant. */
  readonly assistantStep: number;
  /** Steps of all phases at which earlier weights are kept beside the last ones, in their order. */
  readonly earlier: readonly number[];
  readonly studentStep: number;
  readonly elapsedMs: number;
  /** The newest value of each column that was measured. */
  readonly figures: Readonly<Record<string, number>>;
  readonly samples: readonly Sample[];
  /** Size of its weights where they are kept, in bytes. */
  readonly checkpointBytes: number | null;
  readonly pinned: boolean;
  /** Deleted, and gone for good once the page that deleted it is closed. */
  readonly trashed: boolean;
  readonly origin: 'here' | 'file' | 'link' | 'sweep';
  /** The page that may write it: two tabs never write one run. */
  readonly writer: string;
}

/** Whether somebody trains it, or could go on at once. */
export const isUnderWay = ({ state }: Pick<SavedRun, 'state'>): boolean =>
  state === 'training' || state === 'paused';

/** The columns of a run, as they are kept. */
export type SavedSeries = readonly (readonly [column: string, steps: Float32Array, values: Float32Array])[];

/** Curves without their spare capacity. */
export const toSavedSeries = ({ columns }: Pick<RunSeries, 'columns'>): SavedSeries =>
  [...columns].map(([column, { steps, values, length }]) => [
    column,
    steps.slice(0, length),
    values.slice(0, length),
  ]);

/** Such curves as a series takes them. */
export const toColumns = (saved: SavedSeries): [string, Series][] =>
  saved.map(([column, steps, values]) => [column, { steps, values, length: steps.length }]);

/** The newest value of each column. */
export function figuresOf({ columns }: Pick<RunSeries, 'columns'>): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const [column, { values, length }] of columns) {
    const value = values[length - 1];
    if (length > 0 && value !== undefined) figures[column] = value;
  }
  return figures;
}

/** The gain of a kept run, in the measure of its task; null where it was not measured. */
export function gainOfRun({ config, figures }: Pick<SavedRun, 'config' | 'figures'>): number | null {
  const measure = measureOf(config);
  const [student, control] = [figures[`student.${measure.column}`], figures[`control.${measure.column}`]];
  return student === undefined || control === undefined ? null : gainIn(measure, student, control);
}

/** A value as a person writes it: the label of a choice, short numbers. */
export function writeValue(spec: ParamSpec | undefined, value: ParamValue | undefined): string {
  if (value === undefined) return '–';
  if (spec?.type === 'choice') {
    return spec.options.find((option) => option.value === value)?.label ?? formatValue(value);
  }
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  const written = formatValue(value);
  return written.length > 24 ? `${written.slice(0, 24)}…` : written;
}

/** Where a lane's setting is meant, its label alone would not say whose it is. */
export function labelOf(path: string, spec: ParamSpec | undefined): string {
  const label = spec?.label ?? path;
  const [section] = path.split('.');
  return section === 'teacher' || section === 'student' ? `${section} ${label.toLowerCase()}` : label;
}

const mostNamed = 3;

/** "Temperature T 1 → 4, Alpha 0.5 → 0.9": in what a run differs from the one before it. */
export function changeSince(before: Config | null, now: Config): string {
  if (before === null) return 'the first one here';
  const [was, is] = [flatten(before), flatten(now)];
  const specs = specsFor(is);
  if (before.task.kind !== now.task.kind) {
    const spec = specs.get('task.kind');
    return `Task ${writeValue(spec, was['task.kind'])} → ${writeValue(spec, is['task.kind'])}`;
  }
  const paths = differingPaths(before, now).filter((path) => specs.has(path));
  if (paths.length === 0) return 'the same again';
  const named = paths.slice(0, mostNamed).map((path) => {
    const spec = specs.get(path);
    return `${labelOf(path, spec)} ${writeValue(spec, was[path])} → ${writeValue(spec, is[path])}`;
  });
  const more = paths.length - named.length;
  return named.join(', ') + (more > 0 ? `, and ${more} more` : '');
}
