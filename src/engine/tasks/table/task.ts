// Task `table`: a visitor's own CSV. Columns in use, usable rows and split, put together as arrays to learn
// from; must not read a file nor know of models.

import type { TaskConfig } from '../../../shared/catalog/tasks.ts';
import { PlaygroundError } from '../../../shared/errors.ts';
import type { Field, Probe, TableInfo } from '../../../shared/protocol.ts';
import { hashText, textFeatures } from '../../features.ts';
import { fork } from '../../rng.ts';
import type { Split, TaskData } from '../task.ts';
import { countUnusable, type Examples, usableExamples } from './check.ts';
import { type Choice, chooseColumns } from './choose.ts';
import { cellAt, columnStats, toNumber } from './columns.ts';
import type { Table } from './parse.ts';
import { splitExamples } from './split.ts';
import { measure, standardise } from './standardise.ts';

export type TableConfig = Extract<TaskConfig, { kind: 'table' }>;

/** Feature values held at most, rows times features: 64 MB. */
const maxFeatureValues = 16_000_000;
const titleLength = 200;

/**
 * What is in a table and which columns are in use: the named ones, or the guess.
 * Throws BadSetting: unknown column, label among the inputs, text mixed with numbers.
 */
export function describeTable(table: Table, config: TableConfig): TableInfo {
  const stats = columnStats(table);
  const { label, inputs } = chooseColumns(table, stats, config);
  const nameOf = (column: number) => table.header[column] ?? '';
  return {
    name: table.name,
    rows: table.rows.length,
    columns: stats.map(({ name, kind, distinct }) => ({ name, kind, distinct })),
    label: nameOf(label),
    inputs: inputs.map(nameOf),
  };
}

/**
 * Number of rows that `skipBadRows` leaves out; 0 where the columns in `config` do not fit. Throws nothing.
 */
export function countBadRows(table: Table, config: TableConfig): number {
  try {
    return countUnusable(table, chooseColumns(table, columnStats(table), config));
  } catch (error) {
    if (error instanceof PlaygroundError) return 0;
    throw error;
  }
}

/** How the inputs of one table become features and are shown again. Rows are indices into table.rows. */
interface Encoder {
  readonly inputs: number;
  readonly input: TaskData['input'];
  /** Features of `rows`, shape [rows.length, inputs]. */
  encodeRows(rows: readonly number[]): Float32Array;
  encode(probe: Probe): Float32Array | null;
  show(row: number): { readonly probe: Probe; readonly title: string };
}

/** One line of at most 200 characters. */
function clip(text: string): string {
  // Far more than is shown, so that a cell of a megabyte costs nothing.
  const line = text
    .slice(0, 20 * titleLength)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= titleLength) return line;
  // The second pattern: half of a character that takes two code units.
  return `${line.slice(0, titleLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function textEncoder(table: Table, column: number): Encoder {
  return {
    inputs: textFeatures,
    input: { kind: 'text' },
    encodeRows(rows) {
      const features = new Float32Array(rows.length * textFeatures);
      rows.forEach((row, at) => {
        features.set(hashText(cellAt(table, row, column)), at * textFeatures);
      });
      return features;
    },
    encode: (probe) => (probe.kind === 'text' ? hashText(probe.text) : null),
    show(row) {
      const text = table.rows[row]?.[column] ?? '';
      return { probe: { kind: 'text', text }, title: clip(text) };
    },
  };
}

/** The numbers of one column, in the order of `rows`. */
const numbersOf = (table: Table, rows: readonly number[], column: number): Float64Array =>
  Float64Array.from(rows, (row) => toNumber(cellAt(table, row, column)));

/** `train` decides mean and standard deviation; ranges are those of all rows in use. */
function numberEncoder(
  table: Table,
  columns: readonly number[],
  train: readonly number[],
  validation: readonly number[],
): Encoder {
  const measures = columns.map((column) => measure(numbersOf(table, train, column)));
  const fields = columns.map((column): Field => {
    const parts = [train, validation].map((rows) => numbersOf(table, rows, column));
    const over = (pick: (a: number, b: number) => number, start: number) =>
      parts.reduce((best, values) => values.reduce((a, b) => pick(a, b), best), start);
    return {
      name: table.header[column] ?? '',
      min: over(Math.min, Number.POSITIVE_INFINITY),
      max: over(Math.max, Number.NEGATIVE_INFINITY),
    };
  });
  return {
    inputs: columns.length,
    input: { kind: 'numbers', fields },
    encodeRows(rows) {
      const features = new Float32Array(rows.length * columns.length);
      measures.forEach((measured, at) => {
        numbersOf(table, rows, columns[at] ?? 0).forEach((value, row) => {
          features[row * columns.length + at] = standardise(value, measured);
        });
      });
      return features;
    },
    encode(probe) {
      if (probe.kind !== 'numbers' || probe.values.length !== columns.length) return null;
      if (!probe.values.every(Number.isFinite)) return null;
      return Float32Array.from(measures, (measured, at) => standardise(probe.values[at] ?? 0, measured));
    },
    show(row) {
      const cells = columns.map((column) => cellAt(table, row, column));
      const title = columns.map((column, at) => `${table.header[column]} ${cells[at]}`).join(', ');
      return { probe: { kind: 'numbers', values: cells.map(toNumber) }, title: clip(title) };
    },
  };
}

/** Rows of training and validation, as indices into table.rows, and a note where not all are used. */
function divide(examples: Examples, choice: Choice, seed: number) {
  const inputs = choice.kind === 'text' ? textFeatures : choice.inputs.length;
  const limit = Math.floor(maxFeatureValues / inputs);
  const { train, validation } = splitExamples(
    examples.labels,
    examples.classes.length,
    limit,
    fork(seed, 'data', 'table'),
  );
  const total = examples.rows.length;
  const used = train.length + validation.length;
  const note = `To save memory: using ${used} of ${total} rows, drawn as evenly from the classes as can be.`;
  return { train, validation, notes: used < total ? [...examples.notes, note] : examples.notes };
}

/**
 * The data of a visitor's table: 80 % for training, 20 % for validation, each class in both; draws by `seed`.
 * Throws BadFile (no table, unusable rows, too few rows, too few or many classes) or BadSetting (columns).
 */
export function table(config: TableConfig, seed: number, own: Table | null): TaskData {
  if (own === null) {
    throw new PlaygroundError(
      'BadFile',
      'This experiment needs a table, and none is open.',
      'Drop a CSV on the page or paste one; in the terminal, name it with --data FILE.',
    );
  }
  const choice = chooseColumns(own, columnStats(own), config);
  const examples = usableExamples(own, choice, config.skipBadRows);
  const { train, validation, notes } = divide(examples, choice, seed);
  const rowsOf = (part: readonly number[]) => part.map((index) => examples.rows[index] ?? 0);
  const validationRows = rowsOf(validation);
  const encoder =
    choice.kind === 'text'
      ? textEncoder(own, choice.inputs[0] ?? 0)
      : numberEncoder(own, choice.inputs, rowsOf(train), validationRows);
  const split = (part: readonly number[]): Split => ({
    features: encoder.encodeRows(rowsOf(part)),
    labels: Int32Array.from(part, (index) => examples.labels[index] ?? 0),
    size: part.length,
  });
  return {
    classes: examples.classes,
    inputs: encoder.inputs,
    train: split(train),
    validation: split(validation),
    input: encoder.input,
    encode: encoder.encode,
    show: (index) => encoder.show(validationRows[index] ?? -1),
    extent: null,
    notes,
  };
}
