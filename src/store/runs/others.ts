// What other tabs did to the book meanwhile. Pure: reads no storage.

import { isUnderWay, type SavedRun } from './saved-run.ts';

interface Here {
  readonly writer: string;
  /** Deleted here, though they may come back. */
  readonly deleted: readonly SavedRun[];
  /** Whether the page that wrote a run is still open. */
  isOpen(writer: string): boolean;
}

/** The book with the runs of other pages as they are stored now; its own this page knows better, for it writes them. */
export function withOthers(
  runs: readonly SavedRun[],
  stored: readonly SavedRun[],
  { writer, deleted, isOpen }: Here,
): readonly SavedRun[] {
  const own = runs.filter((run) => run.writer === writer);
  const settled = new Set([...own, ...deleted].map(({ id }) => id));
  const others = stored
    .filter((run) => run.writer !== writer && !run.trashed && !settled.has(run.id))
    .map((run): SavedRun => (isUnderWay(run) && !isOpen(run.writer) ? { ...run, state: 'stopped' } : run));
  return [...own, ...others].sort((a, b) => b.startedAt - a.startedAt);
}
