// Which columns a task uses: the ones named in the config, or a guess. Pure; looks at names and counts, not
// at cells.

import { PlaygroundError } from '../../../shared/errors.ts';
import { quote } from '../../../shared/params.ts';
import type { ColumnStats } from './columns.ts';
import type { Table } from './parse.ts';

export const maxClasses = 50;

export interface Choice {
  /** Column index of the label. */
  readonly label: number;
  /** Column indices of the inputs: one text column, or number columns. */
  readonly inputs: readonly number[];
  readonly kind: 'text' | 'number';
}

/** Names that say "label" whatever is in the column, best first. */
const surely = ['label', 'labels', 'class', 'category', 'target', 'intent'];
/** Names that say so where the column has a few different values. */
const perhaps = [
  ...['classes', 'species', 'sentiment', 'topic', 'genre', 'diagnosis', 'outcome', 'quality', 'tag', 'type'],
  ...['y', 'output', 'result', 'answer', 'variety', 'language'],
];
const rowNames = new Set(['id', 'index', 'idx', 'row', 'nr', 'no', 'number', '#', 'unnamed: 0', 'rowid']);

const listed = 30;

function listColumns(header: readonly string[]): string {
  const names = header.slice(0, listed).map(quote).join(', ');
  return header.length > listed ? `${names} and ${header.length - listed} more` : names;
}

function unknownColumn(header: readonly string[], name: string, use: string): PlaygroundError {
  return new PlaygroundError(
    'BadSetting',
    `There is no column ${quote(name)} to be ${use}; the columns are ${listColumns(header)}.`,
    'Choose one of these columns, or leave the setting empty to let the playground guess.',
  );
}

/**
 * Names joined by commas as column indices. The longest name that fits wins: a name may hold commas itself.
 */
function readInputs(header: readonly string[], written: string): number[] {
  const byLength = header
    .map((name, column) => ({ name, column }))
    .sort((a, b) => b.name.length - a.name.length);
  const found: number[] = [];
  let rest = written.trim();
  while (rest !== '') {
    const match = byLength.find(
      ({ name }) => rest.startsWith(name) && /^\s*(,|$)/.test(rest.slice(name.length)),
    );
    if (match === undefined) throw unknownColumn(header, rest.split(',', 1)[0]?.trim() ?? rest, 'an input');
    if (!found.includes(match.column)) found.push(match.column);
    rest = rest.slice(match.name.length).replace(/^\s*,?\s*/, '');
  }
  return found;
}

function guessLabel(stats: readonly ColumnStats[], taken: readonly number[]): number {
  const free = stats.map((column, at) => ({ ...column, at })).filter(({ at }) => !taken.includes(at));
  const named = (name: string) => free.filter((column) => column.name.toLowerCase() === name);
  const fits = (column: ColumnStats) => column.distinct >= 2 && column.distinct <= maxClasses;
  const best =
    surely.flatMap(named)[0] ?? perhaps.flatMap(named).find(fits) ?? free.findLast(fits) ?? free.at(-1);
  return best?.at ?? stats.length - 1;
}

/** Different values that make a text column more than a category. */
const manyValues = (column: ColumnStats): boolean =>
  column.distinct > maxClasses || 2 * column.distinct > column.filled;

function guessInputs(stats: readonly ColumnStats[], label: number): number[] {
  const free = stats.map((column, at) => ({ ...column, at })).filter(({ at }) => at !== label);
  const numbers = free.filter(({ kind }) => kind === 'number');
  const texts = free.filter(({ kind }) => kind === 'text').sort((a, b) => b.meanLength - a.meanLength);
  const text = texts.find((column) => manyValues(column) && (!column.codes || numbers.length === 0));
  if (text !== undefined) return [text.at];
  // The number of a row says which class it is in where the file is sorted, and nothing else.
  const measured = numbers.filter(
    ({ name, distinct, filled }) => distinct < filled || !rowNames.has(name.toLowerCase()),
  );
  if (measured.length > 0) return measured.map(({ at }) => at);
  if (texts[0] !== undefined) return [texts[0].at];
  return numbers.map(({ at }) => at);
}

/**
 * The columns that `config` names, or a guess where it names none. `stats` is columnStats(table).
 * Throws BadSetting: an unknown column, a label that is an input too, text mixed with number columns.
 */
export function chooseColumns(
  table: Table,
  stats: readonly ColumnStats[],
  config: { readonly label: string; readonly inputs: string },
): Choice {
  const { header } = table;
  const named = readInputs(header, config.inputs);
  const labelName = config.label.trim();
  const label = labelName === '' ? guessLabel(stats, named) : header.indexOf(labelName);
  if (label < 0) throw unknownColumn(header, labelName, 'the label');
  if (named.includes(label)) {
    throw new PlaygroundError(
      'BadSetting',
      `Column ${quote(header[label])} is both the label and an input: the answer would be in the question.`,
      'Choose another label column or other inputs.',
    );
  }
  const inputs = named.length > 0 ? named : guessInputs(stats, label);
  const texts = inputs.filter((column) => stats[column]?.kind === 'text');
  if (texts.length > 0 && inputs.length > 1) {
    throw new PlaygroundError(
      'BadSetting',
      `Column ${quote(header[texts[0] ?? 0])} is text and cannot be mixed with other input columns.`,
      'Choose one text column or only number columns.',
    );
  }
  return { label, inputs, kind: texts.length > 0 ? 'text' : 'number' };
}
