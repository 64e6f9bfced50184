// Which rows of a table can be learnt from, in which classes. Names the first row that cannot; changes
// nothing.

import { PlaygroundError } from '../../../shared/errors.ts';
import { quote } from '../../../shared/params.ts';
import { type Choice, maxClasses } from './choose.ts';
import { cellAt, hasDecimalComma, toNumber } from './columns.ts';
import type { Table } from './parse.ts';

export const minRows = 20;

export interface Examples {
  /** Indices into table.rows, in the order of the file. */
  readonly rows: readonly number[];
  /** Class index of each of `rows`. */
  readonly labels: Int32Array;
  /** Sorted: as numbers where all are numbers, else by character code. */
  readonly classes: readonly string[];
  /** What was left out, in sentences. */
  readonly notes: readonly string[];
}

interface Sorted {
  readonly rows: number[];
  readonly bad: number;
  /** Index of the first row that cannot be used. */
  readonly firstBad: number | null;
  /** Rows of each label, as indices into table.rows. */
  readonly members: ReadonlyMap<string, readonly number[]>;
}

const skipRemedy =
  'Mend the file, or leave these rows out ("Leave out unusable rows"; in the terminal task.skipBadRows=true).';
/** A cell as a message quotes it. */
const show = (cell: string | undefined): string => quote((cell ?? '').trim().replace(/\s+/g, ' '));

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

function isBad(table: Table, row: number, { label, inputs, kind }: Choice): boolean {
  if (table.rows[row]?.length !== table.header.length) return true;
  if (cellAt(table, row, label) === '') return true;
  if (kind === 'text') return inputs.some((column) => cellAt(table, row, column) === '');
  return inputs.some((column) => Number.isNaN(toNumber(cellAt(table, row, column))));
}

/** What is wrong with a bad row: its number, column and value. */
function explain(table: Table, row: number, { label, inputs, kind }: Choice): string {
  const { header } = table;
  const cells = table.rows[row] ?? [];
  const line = `row ${table.lines[row]}`;
  const sizes = `the row has ${count(cells.length, 'cell', 'cells')}, the header ${header.length}`;
  if (cells.length < header.length) {
    return `${line}, column ${quote(header[cells.length])}: there is no such cell; ${sizes}`;
  }
  if (cells.length > header.length) {
    const extra = show(cells[header.length]);
    return `${line}: ${extra} stands behind the last column, ${quote(header.at(-1))}; ${sizes}`;
  }
  for (const column of [label, ...inputs]) {
    const cell = cellAt(table, row, column);
    const where = `${line}, column ${quote(header[column])}`;
    if (cell === '') return `${where}: the cell is empty`;
    if (column === label || kind === 'text' || !Number.isNaN(toNumber(cell))) continue;
    const hint = hasDecimalComma(cell) ? ' (decimals are written with a point)' : '';
    return `${where}: ${show(cell)} is not a finite number${hint}`;
  }
  return `${line} cannot be used`;
}

function sortRows(table: Table, choice: Choice): Sorted {
  const rows: number[] = [];
  const members = new Map<string, number[]>();
  let bad = 0;
  let firstBad: number | null = null;
  for (let row = 0; row < table.rows.length; row++) {
    if (isBad(table, row, choice)) {
      bad += 1;
      firstBad ??= row;
      continue;
    }
    rows.push(row);
    const label = cellAt(table, row, choice.label);
    const others = members.get(label);
    if (others === undefined) members.set(label, [row]);
    else others.push(row);
  }
  return { rows, bad, firstBad, members };
}

/** Rows that are the only one of their class: they cannot be in training and validation both. */
const loneRows = ({ members }: Sorted): number[] =>
  [...members.values()].flatMap((rows) => (rows.length === 1 ? rows : []));

/** Number of rows that `skipBadRows` leaves out. */
export function countUnusable(table: Table, choice: Choice): number {
  const sorted = sortRows(table, choice);
  return sorted.bad + loneRows(sorted).length;
}

function sortClasses(names: Iterable<string>): string[] {
  const list = [...names];
  const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  if (list.some((name) => Number.isNaN(toNumber(name)))) return list.sort(byCode);
  return list.sort((a, b) => toNumber(a) - toNumber(b) || byCode(a, b));
}

function badFile(table: Table, message: string, remedy: string): PlaygroundError {
  return new PlaygroundError('BadFile', `${table.name}: ${message}`, remedy);
}

function refuseClasses(table: Table, column: string, classes: number): void {
  const where = `column ${quote(column)}, the label, has`;
  if (classes > maxClasses) {
    const message = `${where} ${classes} different values; at most ${maxClasses} classes can be learnt.`;
    throw badFile(table, message, 'Choose another label column, or join rare classes in the file.');
  }
  if (classes < 2) {
    const message = `${where} ${count(classes, 'class', 'classes')}; at least 2 are needed.`;
    throw badFile(table, message, 'Choose another label column, or add rows of another class.');
  }
}

function refuseLone(table: Table, where: string, lone: number): void {
  const others = lone > 1 ? ` The same is true of ${count(lone - 1, 'other class', 'other classes')}.` : '';
  const message = `${where} is a class that has only 1 row; at least 2 are needed.${others}`;
  throw badFile(table, message, `Add rows of this class. Or: ${skipRemedy}`);
}

function refuseFew(table: Table, rows: number, notes: readonly string[]): void {
  const message = `only ${count(rows, 'row', 'rows')} can be used; at least ${minRows} are needed.`;
  throw badFile(table, [message, ...notes].join(' '), 'Add rows, or choose other columns.');
}

/**
 * The rows to learn from. Throws BadFile: a bad row (by row, column and value, with the number of others),
 * a class with one row; with `skip` these are left out and noted. Also fewer than 20 rows, fewer than 2 or
 * more than 50 classes.
 */
export function usableExamples(table: Table, choice: Choice, skip: boolean): Examples {
  const sorted = sortRows(table, choice);
  const notes: string[] = [];
  if (sorted.firstBad !== null) {
    const first = explain(table, sorted.firstBad, choice);
    const others = sorted.bad > 1 ? ` ${count(sorted.bad - 1, 'more row', 'more rows')} cannot be used.` : '';
    if (!skip) throw badFile(table, `${first}.${others}`, skipRemedy);
    notes.push(`${count(sorted.bad, 'unusable row', 'unusable rows')} left out. The first: ${first}.`);
  }
  const column = table.header[choice.label] ?? '';
  const lone = new Set(loneRows(sorted));
  const [firstLone = 0] = lone;
  const label = show(cellAt(table, firstLone, choice.label));
  const where = `row ${table.lines[firstLone]}, column ${quote(column)}: ${label}`;
  if (skip && lone.size > 0) {
    notes.push(`${count(lone.size, 'row', 'rows')} left out, alone in their class. The first: ${where}.`);
  }
  const rows = skip ? sorted.rows.filter((row) => !lone.has(row)) : sorted.rows;
  if (rows.length < minRows) refuseFew(table, rows.length, notes);
  const classes = sortClasses(new Set(rows.map((row) => cellAt(table, row, choice.label))));
  refuseClasses(table, column, classes.length);
  if (!skip && lone.size > 0) refuseLone(table, where, lone.size);
  const indexOf = new Map(classes.map((name, index) => [name, index]));
  const labels = Int32Array.from(rows, (row) => indexOf.get(cellAt(table, row, choice.label)) ?? 0);
  return { rows, labels, classes, notes };
}
