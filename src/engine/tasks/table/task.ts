// Task `table`: a visitor's own CSV. Columns in use, usable rows and split, put together as arrays to learn
// from; must not read a file nor know of models.

import type { TaskConfig } from '../../../shared/catalog/tasks.ts';
import { PlaygroundError } from '../../../shared/errors.ts';
import type { TableInfo } from '../../../shared/protocol/data.ts';
import { textFeatures } from '../../features.ts';
import { fork } from '../../rng.ts';
import type { Split, VectorTask } from '../task.ts';
import { countUnusable, usableExamples } from './check.ts';
import { chooseColumns } from './choose.ts';
import { columnStats } from './columns.ts';
import { encodeInputs } from './encode.ts';
import type { Table } from './parse.ts';
import { splitExamples } from './split.ts';

export type TableConfig = Extract<TaskConfig, { kind: 'table' }>;

/** Feature values held at most, rows times features: 64 MB. */
const maxFeatureValues = 16_000_000;

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

/** Number of rows that `skipBadRows` leaves out; 0 where the columns in `config` do not fit. Never throws. */
export function countBadRows(table: Table, config: TableConfig): number {
  try {
    return countUnusable(table, chooseColumns(table, columnStats(table), config));
  } catch (error) {
    if (error instanceof PlaygroundError) return 0;
    throw error;
  }
}

/**
 * The data of a visitor's table: 80 % for training, 20 % for validation, each class in both; draws by `seed`.
 * At most 16 million feature values: beyond, rows are drawn and a note says so.
 * Throws BadFile (no table, unusable rows, too few rows, too few or many classes) or BadSetting (columns).
 */
export function table(config: TableConfig, seed: number, own: Table | null): VectorTask {
  if (own === null) {
    throw new PlaygroundError(
      'BadFile',
      'This experiment needs a table, and none is open.',
      'Drop a CSV on the page or paste one; in the terminal, name it with --data FILE.',
    );
  }
  const choice = chooseColumns(own, columnStats(own), config);
  const { rows, labels, classes, notes } = usableExamples(own, choice, config.skipBadRows);
  const limit = Math.floor(maxFeatureValues / (choice.kind === 'text' ? textFeatures : choice.inputs.length));
  const { train, validation } = splitExamples(labels, classes.length, limit, fork(seed, 'data', 'table'));
  const encoded = encodeInputs(own, choice, { rows, train, validation });
  const split = (features: Float32Array, part: readonly number[]): Split => ({
    features,
    labels: Int32Array.from(part, (index) => labels[index] ?? 0),
    size: part.length,
  });
  const used = train.length + validation.length;
  const sampled = `To save memory: using ${used} of ${rows.length} rows, drawn evenly from the classes.`;
  return {
    kind: 'vectors',
    classes,
    outputs: classes.length,
    inputs: encoded.inputs,
    train: split(encoded.train, train),
    validation: split(encoded.validation, validation),
    input: encoded.input,
    encode: encoded.encode,
    recipe: encoded.recipe,
    example: encoded.example,
    show: (index) => encoded.show(rows[validation[index] ?? -1] ?? -1),
    extent: null,
    notes: used < rows.length ? [...notes, sampled] : notes,
  };
}
