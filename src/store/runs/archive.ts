// What the book writes into the browser's storage and reads from it, and what the visitor is told where there is no room.

import { createSeries } from '../series.ts';
import type { Store } from '../store.ts';
import { readCheckpoint, readSeries, UnreadableError } from './read-saved.ts';
import { type Room, writeWithRoom } from './room.ts';
import { type SavedRun, toColumns } from './saved-run.ts';
import type { RunContents } from './state.ts';
import { openDatabase, openMemory, type RunStorage, type Written } from './storage.ts';

/** What the archive has to know of the book, and tells it. */
interface Shelf {
  /** A run that is shown. */
  find(id: string): SavedRun | null;
  /** Shows a run as it is now. */
  put(run: SavedRun): void;
  /** The runs that this page may thin out, see `Room`. */
  ours(): readonly SavedRun[];
  /** From now on nothing outlives the page. */
  onBroken(reason: string): void;
}

interface Opened {
  readonly storage: RunStorage;
  /** Why it lasts only as long as the page; null where it outlives it. */
  readonly onlyHere: string | null;
}

export interface Archive {
  readonly opened: Promise<Opened>;
  /** Never throws: what could not be written is said. */
  write(written: Written): Promise<void>;
  /** Everything that is kept of a run, with its last weights or those of so many steps. Throws UnreadableError. */
  contents(id: string, steps?: number): Promise<RunContents>;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function openStorage(): Promise<Opened> {
  try {
    return { storage: await openDatabase(), onlyHere: null };
  } catch (error) {
    return { storage: openMemory(), onlyHere: reasonOf(error) };
  }
}

const full = {
  withoutWeights:
    'The browser’s storage is full: the curves of this run are kept, its weights are not. Delete runs to make room.',
  nothing:
    'The browser’s storage is full: this run lasts only as long as the page. Delete runs to make room.',
} as const;

/** Opens the storage at once; memory takes its place where there is none. */
export function createArchive(page: Store, { find, put, ours, onBroken }: Shelf): Archive {
  const opened = openStorage();
  const notice = (text: string) => page.getState().notice(text);
  let dropped: string[] = [];
  let saidFull = false;
  const room: Room = {
    runs: ours,
    dropped(run) {
      if (run.trashed) return;
      put(run);
      dropped.push(run.name);
    },
    async estimate() {
      const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
      return usage === undefined || quota === undefined ? null : { used: usage, allowed: quota };
    },
  };

  function sayWhatWasDropped(): void {
    if (dropped.length === 0) return;
    notice(
      `The browser’s storage is full: the weights of ${dropped.join(', ')} were dropped. Figures and curves stay.`,
    );
    dropped = [];
  }

  return {
    opened,
    async write(written) {
      const { storage } = await opened;
      try {
        const outcome = await writeWithRoom(storage, room, written);
        sayWhatWasDropped();
        if (outcome === 'written') return;
        if (outcome === 'foreign')
          return notice('Another tab goes on with this run: this one no longer keeps it.');
        const run = find(written.run.id);
        if (outcome === 'withoutWeights' && run !== null) put({ ...run, checkpointBytes: null, earlier: [] });
        if (!saidFull) notice(full[outcome]);
        saidFull = true;
      } catch (error) {
        onBroken(reasonOf(error));
      }
    },
    async contents(id, steps) {
      const { storage } = await opened;
      const run = find(id);
      if (run === null) throw new UnreadableError('is not kept here any more');
      const { run: current } = page.getState();
      const series =
        current?.id === id
          ? current.series
          : createSeries(toColumns(readSeries((await storage.series(id)) ?? [])));
      const stored = run.checkpointBytes === null ? undefined : await storage.checkpoint(id, steps);
      return { run, series, checkpoint: stored === undefined ? null : readCheckpoint(stored) };
    },
  };
}
