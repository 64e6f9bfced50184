// What is in each column of a table: numbers or text, how many different values. Counts each table once and
// remembers; must not decide which columns are used (choose.ts).

import type { Column } from '../../../shared/protocol/data.ts';
import { breathe } from '../../breathe.ts';
import type { Table } from './parse.ts';

export interface ColumnStats extends Column {
  /** Cells that are not empty. */
  readonly filled: number;
  /** Characters per filled cell. */
  readonly meanLength: number;
  /** true: most cells read like an id, a date or an amount ("P-0012", "2024-01-31", "$5"). */
  readonly codes: boolean;
}

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const decimalComma = /^[+-]?\d+,\d+$/;
const code = /^[!-~]*\d[!-~]*$/;
const missing = /^([+-]?nan|[+-]?inf(inity)?|n\.?\/?a\.?|null|none|nil|missing|[-?.]+)$/i;
/** Cells counted between two turns of the event loop. */
const cellsPerTurn = 20_000;

/** true for a cell that is written as a decimal number, however large. */
export const isNumber = (cell: string): boolean => numberPattern.test(cell.trim());

/** true for "3,14", which is a number only where the comma is the decimal sign. */
export const hasDecimalComma = (cell: string): boolean => decimalComma.test(cell.trim());

/** The number a cell says, or NaN where it is none or not finite. */
export function toNumber(cell: string): number {
  const value = isNumber(cell) ? Number(cell) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

/** A cell as a value: without white space around it, "" where the row has no such cell. */
export const cellAt = (table: Table, row: number, column: number): string =>
  table.rows[row]?.[column]?.trim() ?? '';

/** Counts one column; yields the cells it counted since the last turn. */
function* countColumn(table: Table, column: number): Generator<number, ColumnStats> {
  const values = new Set<string>();
  let filled = 0;
  let length = 0;
  let numbers = 0;
  let blanks = 0;
  let codes = 0;
  for (let row = 0; row < table.rows.length; row++) {
    if (row % cellsPerTurn === cellsPerTurn - 1) yield cellsPerTurn;
    const cell = cellAt(table, row, column);
    if (cell === '') continue;
    values.add(cell);
    filled += 1;
    length += cell.length;
    if (isNumber(cell) || hasDecimalComma(cell)) numbers += 1;
    else if (missing.test(cell)) blanks += 1;
    else if (code.test(cell)) codes += 1;
  }
  // Half is enough: of a number column with many mistakes a visitor is to hear the mistakes, not that it is
  // text.
  const kind = numbers > 0 && 2 * numbers >= filled - blanks ? 'number' : 'text';
  yield table.rows.length % cellsPerTurn;
  return {
    name: table.header[column] ?? '',
    kind,
    distinct: values.size,
    filled,
    meanLength: filled === 0 ? 0 : length / filled,
    codes: 2 * (codes + numbers) > filled,
  };
}

/** Yields the share of cells that are counted. */
function* survey(table: Table): Generator<number, readonly ColumnStats[]> {
  const cells = Math.max(1, table.rows.length * table.header.length);
  const columns: ColumnStats[] = [];
  let done = 0;
  let waiting = 0;
  for (let column = 0; column < table.header.length; column++) {
    const counting = countColumn(table, column);
    let step = counting.next();
    for (; step.done !== true; step = counting.next()) {
      done += step.value;
      waiting += step.value;
      if (waiting >= cellsPerTurn) {
        waiting = 0;
        yield done / cells;
      }
    }
    columns.push(step.value);
  }
  return columns;
}

const surveyed = new WeakMap<Table, readonly ColumnStats[]>();

/** Counts all columns, with turns of the event loop, so that `columnStats` need not. */
export async function surveyTable(table: Table, onProgress: (share: number) => void): Promise<void> {
  const steps = survey(table);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    onProgress(step.value);
    await breathe();
  }
  surveyed.set(table, step.value);
}

/** One entry per column of the header; counted once per table. */
export function columnStats(table: Table): readonly ColumnStats[] {
  const known = surveyed.get(table);
  if (known !== undefined) return known;
  const steps = survey(table);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  surveyed.set(table, step.value);
  return step.value;
}
