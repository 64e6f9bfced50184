// Where sweeps are kept: a database of their own beside the runs', so that neither ever waits for a new version of the
// other; memory where the browser has none. Records are checked elsewhere (saved-sweep.ts).

import { type DBSchema, openDB } from 'idb';
import type { StoredSweep } from './saved-sweep.ts';

export interface SweepStorage {
  /** Why sweeps last only as long as the page; null where they outlive it. */
  readonly onlyHere: string | null;
  all(): Promise<readonly unknown[]>;
  /** Throws where there is no room. */
  write(sweep: StoredSweep): Promise<void>;
  remove(id: string): Promise<void>;
}

interface Schema extends DBSchema {
  sweeps: { key: string; value: StoredSweep };
}

function openMemory(onlyHere: string): SweepStorage {
  const sweeps = new Map<string, StoredSweep>();
  return {
    onlyHere,
    all: async () => [...sweeps.values()],
    write: async (sweep) => void sweeps.set(sweep.id, sweep),
    remove: async (id) => void sweeps.delete(id),
  };
}

/** Memory where the browser keeps nothing. */
export async function openSweepStorage(name = 'distillation-sweeps'): Promise<SweepStorage> {
  try {
    const db = await openDB<Schema>(name, 1, {
      upgrade: (fresh) => void fresh.createObjectStore('sweeps', { keyPath: 'id' }),
      // A later version of the page wants the database: it shall have it.
      blocking: () => db.close(),
    });
    return {
      onlyHere: null,
      all: () => db.getAll('sweeps'),
      write: async (sweep) => void (await db.put('sweeps', sweep)),
      remove: (id) => db.delete('sweeps', id),
    };
  } catch (error) {
    return openMemory(error instanceof Error ? error.message : String(error));
  }
}

const nameOfLock = (id: string): string => `distillation-sweep-${id}`;

/**
 * Takes a sweep for this page, so that two tabs never run the same one: returns what gives it back, or null where another
 * has it. Without locks (plain http) nobody can tell, and whoever asks gets it.
 */
export async function takeSweep(id: string): Promise<(() => void) | null> {
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) return () => {};
  return new Promise((resolve) => {
    void locks.request(nameOfLock(id), { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(null);
      return new Promise<void>((giveBack) => resolve(giveBack));
    });
  });
}

/** The sweeps that run in some tab. */
export async function sweepsUnderWay(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { locks } = navigator as { locks?: LockManager };
  const { held = [] } = (await locks?.query()) ?? {};
  const names = new Set(held.map(({ name }) => name));
  return new Set(ids.filter((id) => names.has(nameOfLock(id))));
}
