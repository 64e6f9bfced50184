// What the trainer and the panels know of any task: arrays to learn from and how to show one example.
// Adding a task = one file here + one catalogue row.

import type { TaskConfig, TaskKind } from '../../shared/catalog/tasks.ts';
import type { Config } from '../../shared/config.ts';
import type { Field, Item, Probe, TaskInfo } from '../../shared/protocol.ts';
import { labelledSubset } from '../batches.ts';
import { intents } from './intents/task.ts';
import { plane } from './plane.ts';
import type { Table } from './table/parse.ts';
import { table } from './table/task.ts';

export interface Split {
  /** Shape [size, inputs], row after row. */
  readonly features: Float32Array;
  /** Class index per row, shape [size]. */
  readonly labels: Int32Array;
  readonly size: number;
}

export interface TaskData {
  readonly classes: readonly string[];
  readonly inputs: number;
  readonly train: Split;
  readonly validation: Split;
  readonly input: { readonly kind: 'text' } | { readonly kind: 'numbers'; readonly fields: readonly Field[] };
  /** Features of a visitor's input, shape [inputs]; null where it does not fit this task. */
  encode(probe: Probe): Float32Array | null;
  /** Validation example `index` as a visitor reads it. */
  show(index: number): { readonly probe: Probe; readonly title: string };
  /** Where the task has a picture: half the side of the square that holds all points, centred on 0. */
  readonly extent: number | null;
  readonly notes: readonly string[];
}

type Loader<K extends TaskKind> = (
  config: Extract<TaskConfig, { kind: K }>,
  seed: number,
  table: Table | null,
) => TaskData;

const loaders = { intents, plane, table } satisfies { [K in TaskKind]: Loader<K> };

/**
 * Builds a task's data. Throws PlaygroundError BadFile or BadSetting where a visitor's table cannot be used.
 * The table is needed by `table` alone.
 */
export function loadTask(config: TaskConfig, seed: number, own: Table | null): TaskData {
  // Each loader takes its own kind's config; TypeScript cannot see that the key and the config belong together.
  const load = loaders[config.kind] as Loader<TaskKind>;
  return load(config as never, seed, own);
}

export function showItem(data: TaskData, index: number): Item {
  return { index, label: data.validation.labels[index] ?? 0, ...data.show(index) };
}

/** Number of validation examples offered for picking. */
const exampleCount = 24;

/** The part of a task's data that the page shows. */
export function describeTask(data: TaskData, config: Config): TaskInfo {
  const seen = labelledSubset(data.train.labels, data.classes.length, config.distill.labels, config.seed);
  return {
    classes: data.classes,
    inputs: data.inputs,
    trainSize: data.train.size,
    validationSize: data.validation.size,
    labelsSeen: seen.length,
    input: data.input,
    examples: Array.from({ length: Math.min(exampleCount, data.validation.size) }, (_, i) =>
      showItem(data, i),
    ),
    points:
      data.extent === null
        ? null
        : { train: pointRows(data.train, seen), validation: pointRows(data.validation) },
    notes: data.notes,
  };
}

/** Rows of x, y, class, label seen (1 or 0). */
function pointRows(split: Split, seen: Int32Array = new Int32Array()): Float32Array {
  const rows = new Float32Array(split.size * 4);
  for (let i = 0; i < split.size; i++) {
    rows.set([split.features[2 * i] ?? 0, split.features[2 * i + 1] ?? 0, split.labels[i] ?? 0], 4 * i);
  }
  for (const index of seen) rows[4 * index + 3] = 1;
  return rows;
}
