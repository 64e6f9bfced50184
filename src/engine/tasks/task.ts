// What the trainer and the panels know of any task: arrays to learn from and how to show one example.
// Adding a task = one file here + one catalogue row.

import type { TaskConfig, TaskKind } from '../../shared/catalog/tasks.ts';
import { type Config, hiddenClassOf } from '../../shared/config.ts';
import type { InputRecipe } from '../../shared/portable.ts';
import type { Field, Item, TaskInfo } from '../../shared/protocol/data.ts';
import type { Probe } from '../../shared/protocol/watch.ts';
import { labelledExamples } from '../data/visible.ts';
import type { Tokenizer } from '../text/tokenizer.ts';
import { intents } from './intents/task.ts';
import { plane } from './plane.ts';
import type { Table } from './table/parse.ts';
import { table } from './table/task.ts';
import { text } from './text/task.ts';
import type { Windows } from './text/windows.ts';

export interface Split {
  /** Shape [size, inputs], row after row. */
  readonly features: Float32Array;
  /** Class index per row, shape [size]. */
  readonly labels: Int32Array;
  readonly size: number;
}

interface AnyTask {
  /** Names of the classes, or of the tokens. */
  readonly classes: readonly string[];
  /** Features of an example, or tokens of the context. */
  readonly inputs: number;
  /** Classes, or size of the vocabulary. */
  readonly outputs: number;
  readonly input: { readonly kind: 'text' } | { readonly kind: 'numbers'; readonly fields: readonly Field[] };
  /** Where the task has a picture: half the side of the square that holds all points, centred on 0. */
  readonly extent: number | null;
  readonly notes: readonly string[];
  /** How what a person types becomes what a model reads, as plain data: it goes with every model that is saved. */
  readonly recipe: InputRecipe;
  /** Something to try a saved model on; never taken from a visitor's own data. */
  readonly example: string | readonly number[];
}

/** Examples are vectors of features with one label each. */
export interface VectorTask extends AnyTask {
  readonly kind: 'vectors';
  readonly train: Split;
  readonly validation: Split;
  /** Features of a visitor's input, shape [inputs]; null where it does not fit this task. */
  encode(probe: Probe): Float32Array | null;
  /** Validation example `index` as a visitor reads it. */
  show(index: number): { readonly probe: Probe; readonly title: string };
}

/** Examples are windows of tokens, each of which predicts the next. */
export interface TokenTask extends AnyTask {
  readonly kind: 'tokens';
  readonly tokenizer: Tokenizer;
  readonly train: Windows;
  readonly validation: Windows;
  /** Token behind which nothing written counts; null where texts have no end. */
  readonly end: number | null;
  /** true: an example counts as right only as a whole. */
  readonly wholeExamples: boolean;
  /** Mean number of characters that a validation token stands for. */
  readonly charactersPerToken: number;
  /** True distributions at every place of validation windows, [examples * inputs, outputs]; null where nobody knows them. */
  readonly truth: ((examples: Int32Array) => Float32Array) | null;
  /** The least possible loss, nats per token; null where nobody knows it. */
  readonly entropyFloor: number | null;
  readonly prompts: readonly string[];
}

export type TaskData = VectorTask | TokenTask;

/** What a task may be made from besides its settings. */
export interface TaskSources {
  readonly table: Table | null;
  /** The visitor's own text. */
  readonly text: string | null;
  /** Reads a text that ships with the playground. */
  corpus(name: 'fables'): Promise<string>;
  /** Share done of something that takes long, 0 to 1. */
  onProgress(share: number): void;
}

type Loader<K extends TaskKind> = (
  config: Extract<TaskConfig, { kind: K }>,
  seed: number,
  sources: TaskSources,
) => TaskData | Promise<TaskData>;

const loaders: { readonly [K in TaskKind]: Loader<K> } = {
  intents,
  plane,
  table: (config, seed, sources) => table(config, seed, sources.table),
  text,
};

/** Builds a task's data. Throws PlaygroundError BadFile or BadSetting where a visitor's table or text cannot be used. */
export async function loadTask(config: TaskConfig, seed: number, sources: TaskSources): Promise<TaskData> {
  // Each loader takes its own kind's config; TypeScript cannot see that the key and the config belong together.
  const load = loaders[config.kind] as Loader<TaskKind>;
  return load(config as never, seed, sources);
}

/** A validation example as a person sees it. */
export function showItem(data: VectorTask, index: number): Item {
  return { index, label: data.validation.labels[index] ?? 0, ...data.show(index) };
}

/** Number of validation examples offered for picking. */
const exampleCount = 24;

/** The part of a task's data that the page shows. */
export function describeTask(data: TaskData, config: Config): TaskInfo {
  const { classes, inputs, outputs, input, notes } = data;
  const trainSize = data.kind === 'tokens' ? data.train.passages : data.train.size;
  const shared = { classes, inputs, outputs, input, notes, trainSize };
  if (data.kind === 'tokens') {
    const examples = data.prompts.map(
      (text, index): Item => ({
        index,
        probe: { kind: 'text', text },
        title: text.trim(),
        label: -1,
      }),
    );
    return {
      ...shared,
      writes: true,
      validationSize: data.validation.size,
      labelsSeen: Math.min(config.distill.labels, trainSize),
      examples,
      points: null,
      entropyFloor: data.entropyFloor,
      charactersPerToken: data.charactersPerToken,
    };
  }
  const seen = labelledExamples(data, config.distill.labels, config.seed, hiddenClassOf(config));
  return {
    ...shared,
    writes: false,
    validationSize: data.validation.size,
    labelsSeen: seen.length,
    examples: Array.from({ length: Math.min(exampleCount, data.validation.size) }, (_, i) =>
      showItem(data, i),
    ),
    points:
      data.extent === null
        ? null
        : { train: pointRows(data.train, seen), validation: pointRows(data.validation) },
    entropyFloor: null,
    charactersPerToken: null,
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

export type { Windows };
