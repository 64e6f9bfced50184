// Where runs are kept: IndexedDB, or memory where the browser has none. One face for both; records are read and checked
// elsewhere (read-saved.ts), so everything that comes out is `unknown`.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Checkpoint } from '../../shared/protocol/lanes.ts';
import { pack, unpack } from './pack.ts';
import type { StoredRun } from './read-saved.ts';
import type { SavedSeries } from './saved-run.ts';

/** What is written of a run at once; a part that is left out stays as it is stored. */
export interface Written {
  readonly run: StoredRun;
  readonly series?: SavedSeries;
  /** null: no weights of it are kept any more, earlier ones included. */
  readonly checkpoint?: Checkpoint | null;
  /** Weights to be kept beside the last ones, by the steps at which they were. */
  readonly earlier?: readonly Earlier[];
  /** true: takes the run over from the page that wrote it. */
  readonly takesOver?: boolean;
}

export interface Earlier {
  readonly steps: number;
  readonly checkpoint: Checkpoint;
}

export interface RunStorage {
  readonly outlivesPage: boolean;
  all(): Promise<readonly unknown[]>;
  series(id: string): Promise<unknown>;
  /** The last one, or that of so many steps. */
  checkpoint(id: string, steps?: number): Promise<unknown>;
  /** All or nothing. false: another page writes this run now, nothing was written. Throws where there is no room. */
  write(written: Written): Promise<boolean>;
  /** Takes a run over from the page that wrote it. */
  claim(id: string, writer: string): Promise<void>;
  remove(id: string): Promise<void>;
}

interface Schema extends DBSchema {
  runs: { key: string; value: StoredRun };
  series: { key: string; value: SavedSeries };
  /** Checkpoints, as pack.ts leaves them. */
  checkpoints: { key: string; value: unknown };
}

/** Earlier weights lie beside the last ones; ids of runs hold no "#". */
const keyAt = (id: string, steps: number | undefined): string =>
  steps === undefined ? id : `${id}#${steps}`;
const allOf = (id: string): IDBKeyRange => IDBKeyRange.bound(`${id}#`, `${id}#\uffff`);

const stores = ['runs', 'series', 'checkpoints'] as const;

/** Throws where the browser keeps nothing. */
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
  /** Writes follow one another: a small one may not overtake the large one before it. */
  let last: Promise<unknown> = Promise.resolve();

  /** One transaction; `packed` takes the place of the checkpoint, undefined where that stays as it is stored. */
  async function storeAll(
    { run, series, earlier = [], takesOver = false }: Written,
    packed: unknown,
  ): Promise<boolean> {
    const transaction = db.transaction(stores, 'readwrite');
    // Watched from the beginning: an abort for want of room would else be nobody's error.
    const done = transaction.done.then(
      () => null,
      (error: unknown) => error ?? transaction.error,
    );
    const ignoring = (work: Promise<unknown>) => work.catch(() => {});
    const runs = transaction.objectStore('runs');
    const before = takesOver ? undefined : await runs.get(run.id);
    const isOthers = before !== undefined && before.writer !== run.writer;
    if (!isOthers) {
      void ignoring(runs.put(run));
      if (series !== undefined) void ignoring(transaction.objectStore('series').put(series, run.id));
      const checkpoints = transaction.objectStore('checkpoints');
      if (packed === null) {
        void ignoring(checkpoints.delete(run.id));
        void ignoring(checkpoints.delete(allOf(run.id)));
      } else if (packed !== undefined) void ignoring(checkpoints.put(packed, run.id));
      for (const { steps, checkpoint: then } of earlier)
        void ignoring(checkpoints.put(then, keyAt(run.id, steps)));
      // Nothing more comes: a page that goes now still has it written.
      transaction.commit();
    }
    const error = await done;
    if (error !== null) throw error;
    return !isOthers;
  }

  return {
    outlivesPage: true,
    all: () => db.getAll('runs'),
    series: (id) => db.get('series', id),
    checkpoint: async (id, steps) => unpack(await db.get('checkpoints', keyAt(id, steps))),
    write(written) {
      const store = async () => storeAll(written, await pack(written.checkpoint));
      const turn = last.then(store, store);
      last = turn.catch(() => {});
      return turn;
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
      await transaction.objectStore('checkpoints').delete(allOf(id));
      await transaction.done;
    },
  };
}

/** For browsers that keep nothing: lasts as long as the page. */
export function openMemory(): RunStorage {
  const runs = new Map<string, StoredRun>();
  const curves = new Map<string, SavedSeries>();
  const checkpoints = new Map<string, Checkpoint>();
  const forget = (id: string): void => {
    for (const key of [...checkpoints.keys()])
      if (key === id || key.startsWith(`${id}#`)) checkpoints.delete(key);
  };
  return {
    outlivesPage: false,
    all: async () => [...runs.values()],
    series: async (id) => curves.get(id),
    checkpoint: async (id, steps) => checkpoints.get(keyAt(id, steps)),
    async write({ run, series, checkpoint, earlier = [] }) {
      runs.set(run.id, run);
      if (series !== undefined) curves.set(run.id, series);
      if (checkpoint === null) forget(run.id);
      else if (checkpoint !== undefined) checkpoints.set(run.id, checkpoint);
      for (const { steps, checkpoint: then } of earlier) checkpoints.set(keyAt(run.id, steps), then);
      return true;
    },
    async claim() {},
    async remove(id) {
      for (const map of [runs, curves]) map.delete(id);
      forget(id);
    },
  };
}
