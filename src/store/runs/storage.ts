// Where runs are kept: IndexedDB, or memory where the browser has none. One face for both; records are read and checked
// elsewhere (read-saved.ts), so everything that comes out is `unknown`.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Checkpoint } from '../../shared/protocol.ts';
import type { StoredRun } from './read-saved.ts';
import type { SavedSeries } from './saved-run.ts';

/** What is written of a run at once; a part that is left out stays as it is stored. */
export interface Written {
  readonly run: StoredRun;
  readonly series?: SavedSeries;
  readonly checkpoint?: Checkpoint | null;
}

export interface RunStorage {
  readonly outlivesPage: boolean;
  all(): Promise<readonly unknown[]>;
  series(id: string): Promise<unknown>;
  checkpoint(id: string): Promise<unknown>;
  /** All or nothing. false: another page writes this run now, nothing was written. Throws where there is no room. */
  write(written: Written): Promise<boolean>;
  /** Takes a run over from the page that wrote it. */
  claim(id: string, writer: string): Promise<void>;
  remove(id: string): Promise<void>;
}

interface Schema extends DBSchema {
  runs: { key: string; value: StoredRun };
  series: { key: string; value: SavedSeries };
  checkpoints: { key: string; value: Checkpoint };
}

const stores = ['runs', 'series', 'checkpoints'] as const;

export async function openDatabase(name = 'distillation-runs'): Promise<RunStorage> {
  const db: IDBPDatabase<Schema> = await openDB<Schema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('runs', { keyPath: 'id' });
      fresh.createObjectStore('series');
      fresh.createObjectStore('checkpoints');
    },
    // A later version of the page wants the database: it shall have it.
    blocking: () => db.close(),
  });
  return {
    outlivesPage: true,
    all: () => db.getAll('runs'),
    series: (id) => db.get('series', id),
    checkpoint: (id) => db.get('checkpoints', id),
    async write({ run, series, checkpoint }) {
      const transaction = db.transaction(stores, 'readwrite');
      // Watched from the beginning: an abort for want of room would else be nobody's error.
      const done = transaction.done.then(
        () => null,
        (error: unknown) => error ?? transaction.error,
      );
      const ignoring = (work: Promise<unknown>) => work.catch(() => {});
      const runs = transaction.objectStore('runs');
      const before = await runs.get(run.id);
      const isOthers = before !== undefined && before.writer !== run.writer;
      if (!isOthers) {
        void ignoring(runs.put(run));
        if (series !== undefined) void ignoring(transaction.objectStore('series').put(series, run.id));
        const checkpoints = transaction.objectStore('checkpoints');
        if (checkpoint === null) void ignoring(checkpoints.delete(run.id));
        else if (checkpoint !== undefined) void ignoring(checkpoints.put(checkpoint, run.id));
      }
      const error = await done;
      if (error !== null) throw error;
      return !isOthers;
    },
    async claim(id, writer) {
      const transaction = db.transaction('runs', 'readwrite');
      const run = await transaction.store.get(id);
      if (run !== undefined) await transaction.store.put({ ...run, writer });
      await transaction.done;
    },
    async remove(id) {
      const transaction = db.transaction(stores, 'readwrite');
      await Promise.all(stores.map((store) => transaction.objectStore(store).delete(id)));
      await transaction.done;
    },
  };
}

/** For browsers that keep nothing: lasts as long as the page. */
export function openMemory(): RunStorage {
  const runs = new Map<string, StoredRun>();
  const curves = new Map<string, SavedSeries>();
  const checkpoints = new Map<string, Checkpoint>();
  return {
    outlivesPage: false,
    all: async () => [...runs.values()],
    series: async (id) => curves.get(id),
    checkpoint: async (id) => checkpoints.get(id),
    async write({ run, series, checkpoint }) {
      runs.set(run.id, run);
      if (series !== undefined) curves.set(run.id, series);
      if (checkpoint === null) checkpoints.delete(run.id);
      else if (checkpoint !== undefined) checkpoints.set(run.id, checkpoint);
      return true;
    },
    async claim() {},
    async remove(id) {
      for (const map of [runs, curves, checkpoints]) map.delete(id);
    },
  };
}
