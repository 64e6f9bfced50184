// What the page knows of a task's data, and the files that a visitor's own data come from.

import type { Probe } from './watch.ts';

/** A file, or what was pasted. */
export interface FileSource {
  readonly name: string;
  readonly content: Blob | string;
  /** A label of the Encoding Standard ("utf-8", "windows-1252"); null lets the bytes decide. */
  readonly encoding: string | null;
}

/** One validation example, as the page shows it. */
export interface Item {
  readonly index: number;
  readonly probe: Probe;
  /** How it reads in a list. */
  readonly title: string;
  /** Class index of its label; -1 where it has none. */
  readonly label: number;
}

export interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** What the page needs to know of a task's data before and while models learn from it. */
export interface TaskInfo {
  /** Names of the classes, or of the tokens of a vocabulary. */
  readonly classes: readonly string[];
  /** Features of an example, or tokens of the context. */
  readonly inputs: number;
  /** Classes, or size of the vocabulary. */
  readonly outputs: number;
  /** true: models write; examples are prompts. */
  readonly writes: boolean;
  /** The least possible loss, nats per token, where it is known. */
  readonly entropyFloor: number | null;
  readonly charactersPerToken: number | null;
  /** Training examples; of running text, passages that do not overlap. */
  readonly trainSize: number;
  readonly validationSize: number;
  /** Labels that student and control may see: the setting, limited by the training set. */
  readonly labelsSeen: number;
  readonly input: { readonly kind: 'text' } | { readonly kind: 'numbers'; readonly fields: readonly Field[] };
  readonly examples: readonly Item[];
  /** Two-dimensional tasks: rows of x, y, class, and 1 where the student sees the label; training then validation. */
  readonly points: { readonly train: Float32Array; readonly validation: Float32Array } | null;
  /** Facts about how the data was read: rows left out, rows sampled. */
  readonly notes: readonly string[];
}

export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'text';
  readonly distinct: number;
}

export interface TableInfo {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Columns in use, by name. */
  readonly label: string;
  readonly inputs: readonly string[];
}
