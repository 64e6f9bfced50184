// Runs that learnt from a visitor's own table or text, which is never kept: whether it is open again, and what to say where it
// is not.

import type { Store } from '../store.ts';
import type { SavedRun } from './saved-run.ts';

/** false, and said: the run needs data of the visitor's that are not open. */
export function hasItsData(page: Store, { ownData, config, name }: SavedRun): boolean {
  if (ownData === null) return true;
  const { table, text, notice, adoptConfig } = page.getState();
  const [open, size, unit] =
    config.task.kind === 'table'
      ? [table?.name, table?.rows, 'rows']
      : [text?.name, text?.characters, 'characters'];
  if (size === ownData.size) return true;
  notice(
    `${name} learnt from your own data, which are not kept: “${ownData.name}” with ${ownData.size} ${unit}. ${
      open === undefined ? 'Open that file' : `Open that file instead of “${open}”`
    }, then open the run again.`,
  );
  adoptConfig(config);
  return false;
}
