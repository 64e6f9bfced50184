// For tests: tables that are written out, and what a refusal says.

import { type Failure, PlaygroundError } from '../../../shared/errors.ts';
import type { Table } from './parse.ts';
import type { TableConfig } from './task.ts';

/** All columns are guessed. */
export const guess: TableConfig = { kind: 'table', label: '', inputs: '', skipBadRows: false };

export const make = (header: string[], rows: string[][]): Table => ({
  name: 'my.csv',
  header,
  rows,
  lines: rows.map((_, i) => i + 2),
});

/** 40 rows: height, weight and a class of each; `change` puts other cells into some. */
export const measured = (change: Record<number, string[]> = {}) =>
  make(
    ['height', 'weight', 'species'],
    Array.from({ length: 40 }, (_, i) => change[i] ?? [String(i), String(i * i), i % 2 ? 'cat' : 'dog']),
  );

/** The failure that `work` throws. */
export function refusal(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    if (error instanceof PlaygroundError) return error.failure;
    throw error;
  }
  throw new Error('was not refused');
}
