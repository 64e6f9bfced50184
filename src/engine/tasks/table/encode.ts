// Cells to features, and back to what a visitor reads: hashed text or standardised numbers. Knows nothing
// of labels; must not decide which rows are used.

import type { Field } from '../../../shared/protocol/data.ts';
import type { Probe } from '../../../shared/protocol/watch.ts';
import { hashText, textFeatures } from '../../features.ts';
import type { TaskData } from '../task.ts';
import type { Choice } from './choose.ts';
import { cellAt, toNumber } from './columns.ts';
import type { Table } from './parse.ts';
import { type Measure, measure, standardise } from './standardise.ts';

const titleLength = 200;

/** The rows in use: `train` and `validation` are indices into `rows`, which are indices into table.rows. */
export interface Parts {
  readonly rows: readonly number[];
  readonly train: readonly number[];
  readonly validation: readonly number[];
}

export interface Encoded {
  readonly inputs: number;
  readonly input: TaskData['input'];
  readonly recipe: TaskData['recipe'];
  readonly example: TaskData['example'];
  /** Features in the order of `parts.train`, shape [train, inputs]. */
  readonly train: Float32Array;
  /** Features in the order of `parts.validation`, shape [validation, inputs]. */
  readonly validation: Float32Array;
  /** Features of a visitor's input, shape [inputs]; null where kind or number of values do not fit. */
  encode(probe: Probe): Float32Array | null;
  /** A row of the table as it was written. */
  show(row: number): { readonly probe: Probe; readonly title: string };
}

/** One line of at most 200 characters. */
function clip(text: string): string {
  // Far more than is shown, so that a cell of a megabyte costs nothing.
  const start = text.slice(0, 20 * titleLength);
  const line = start.replace(/\s+/g, ' ').trim();
  if (line.length <= titleLength) return line;
  // The pattern: half of a character that takes two code units.
  return `${line.slice(0, titleLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function encodeText(table: Table, column: number, { rows, train, validation }: Parts): Encoded {
  const hash = (part: readonly number[]) => {
    const features = new Float32Array(part.length * textFeatures);
    part.forEach((index, at) => {
      features.set(hashText(cellAt(table, rows[index] ?? -1, column)), at * textFeatures);
    });
    return features;
  };
  return {
    inputs: textFeatures,
    input: { kind: 'text' },
    recipe: { kind: 'hashedText', features: textFeatures },
    example: 'a few words of text',
    train: hash(train),
    validation: hash(validation),
    encode: (probe) => (probe.kind === 'text' ? hashText(probe.text) : null),
    show(row) {
      const text = table.rows[row]?.[column] ?? '';
      return { probe: { kind: 'text', text }, title: clip(text) };
    },
  };
}

/**
 * The numbers of one column. Read once and in the order of the file, which is many times faster than by
 * chance.
 */
function numbersOf(table: Table, column: number, rows: readonly number[]): Float64Array {
  const numbers = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) numbers[at] = toNumber(cellAt(table, rows[at] ?? -1, column));
  return numbers;
}

function gather(values: Float64Array, indices: readonly number[]): Float64Array {
  const gathered = new Float64Array(indices.length);
  for (let at = 0; at < indices.length; at++) gathered[at] = values[indices[at] ?? 0] ?? 0;
  return gathered;
}

function encodeNumbers(
  table: Table,
  columns: readonly number[],
  { rows, train, validation }: Parts,
): Encoded {
  const inputs = columns.length;
  const features = {
    train: new Float32Array(train.length * inputs),
    validation: new Float32Array(validation.length * inputs),
  };
  const measures: Measure[] = [];
  const fields: Field[] = [];
  columns.forEach((column, input) => {
    const all = numbersOf(table, column, rows);
    const numbers = { train: gather(all, train), validation: gather(all, validation) };
    // The training rows alone: what is known of the validation rows must not shape what is learnt.
    const measured = measure(numbers.train);
    measures.push(measured);
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const part of ['train', 'validation'] as const) {
      numbers[part].forEach((value, at) => {
        min = Math.min(min, value);
        max = Math.max(max, value);
        features[part][at * inputs + input] = standardise(value, measured);
      });
    }
    fields.push({ name: table.header[column] ?? '', min, max });
  });
  return {
    ...features,
    inputs,
    input: { kind: 'numbers', fields },
    recipe: {
      kind: 'numbers',
      fields: fields.map((field, at) => ({ ...field, ...(measures[at] ?? measure(new Float64Array())) })),
    },
    // The middle of each column's range: a row that nobody wrote.
    example: fields.map(({ min, max }) => Number((min / 2 + max / 2).toPrecision(3))),
    encode(probe) {
      if (probe.kind !== 'numbers' || probe.values.length !== inputs) return null;
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

/** Features of the rows in use, from columns whose cells were checked before. Throws nothing. */
export function encodeInputs(table: Table, { kind, inputs }: Choice, parts: Parts): Encoded {
  return kind === 'text' ? encodeText(table, inputs[0] ?? 0, parts) : encodeNumbers(table, inputs, parts);
}
