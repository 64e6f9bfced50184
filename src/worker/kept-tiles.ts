// What was measured of this device's graphics card, kept in IndexedDB, which a worker can reach; a browser that keeps
// nothing measures once a session.

import { type IDBPDatabase, openDB } from 'idb';
import type { KeptTiles } from '../engine/kernels/webgpu/tune.ts';

const store = 'tiles';

/** `name` is that of the database. */
export function createKeptTiles(name = 'distillation-device'): KeptTiles {
  let opened: Promise<IDBPDatabase> | null = null;
  const database = () => {
    opened ??= openDB(name, 1, { upgrade: (fresh) => void fresh.createObjectStore(store) });
    return opened;
  };
  return {
    async recall(adapter) {
      try {
        const text: unknown = await (await database()).get(store, adapter);
        return typeof text === 'string' ? text : null;
      } catch {
        return null;
      }
    },
    async keep(adapter, text) {
      try {
        await (await database()).put(store, text, adapter);
      } catch {
        // It holds for this session.
      }
    },
  };
}
