// stub

import type { TaskConfig } from '../../../shared/catalog/tasks.ts';
import { PlaygroundError } from '../../../shared/errors.ts';
import type { TableInfo } from '../../../shared/protocol.ts';
import type { TaskData } from '../task.ts';
import type { Table } from './parse.ts';
export type TableConfig = Extract<TaskConfig, { kind: 'table' }>;
export function describeTable(table: Table, _config: TableConfig): TableInfo {
  return { name: table.name, rows: table.rows.length, columns: [], label: '', inputs: [] };
}
export function table(_config: TableConfig, _seed: number, own: Table | null): TaskData {
  throw new PlaygroundError('BadFile', `no table ${own}`, 'open one');
}
