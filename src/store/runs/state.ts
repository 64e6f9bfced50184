// The shape of the book of runs, and nothing else.

import type { StoreApi } from 'zustand/vanilla';
import type { Checkpoint } from '../../shared/protocol/lanes.ts';
import type { RunSeries } from '../series.ts';
import type { SavedRun } from './saved-run.ts';

export interface BookState {
  /** false until what the browser kept has been read. */
  readonly ready: boolean;
  /** Why runs last only as long as the page; null where they outlive it. */
  readonly onlyHere: string | null;
  /** Newest first. */
  readonly runs: readonly SavedRun[];
  /** A run that another visit left in the middle. */
  readonly interrupted: SavedRun | null;
  /** Deleted by this page, the last one last: they can come back until the page goes. */
  readonly deleted: readonly SavedRun[];
  /** What was stored and cannot be read. */
  readonly unreadable: readonly string[];
}

export interface BookActions {
  /** Shows a run again: its curves and, where its weights are kept, what its models answer. */
  open(id: string): Promise<void>;
  continueInterrupted(): Promise<void>;
  /** The run stays in the book as it was left. */
  leaveInterrupted(): void;
  /** The next run begins with this one's weights, the last or those of so many steps. */
  fork(id: string, steps?: number): Promise<void>;
  /** Draws a run behind the current one, or takes it away. */
  overlay(id: string, on: boolean): Promise<void>;
  /** Makes it what others are compared with; null: none. */
  pin(id: string | null): void;
  rename(id: string, name: string): void;
  remove(ids: readonly string[]): void;
  undoRemove(): void;
  /** Keeps a run that came from elsewhere, and shows it. */
  take(run: Taken): Promise<void>;
  /** Keeps a run that came from elsewhere; returns its id. A name that is empty is drawn. */
  enter(run: Taken): Promise<string>;
  /** Everything that is kept of a run. */
  contents(id: string, steps?: number): Promise<RunContents>;
  /** Writes at once what has not been written yet. */
  flush(): Promise<void>;
}

/** What came with a file or a link. */
export interface Taken {
  readonly run: Omit<SavedRun, 'id' | 'color' | 'writer' | 'pinned' | 'trashed'>;
  readonly series: RunSeries;
  readonly checkpoint: Checkpoint | null;
}

export interface RunContents {
  readonly run: SavedRun;
  readonly series: RunSeries;
  readonly checkpoint: Checkpoint | null;
}

export type Book = StoreApi<BookState & BookActions>;
