// Makes room where the browser's storage is full: the oldest weights go first, figures and curves never.

import { toStored } from './read-saved.ts';
import type { SavedRun } from './saved-run.ts';
import type { RunStorage, Written } from './storage.ts';

/** Beyond this share of what the browser allows, room is made before it refuses. */
const fullAt = 0.9;

/** Whether a write failed for want of room. */
export const isFull = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'QuotaExceededError' || error.code === 22);

/** Whose weights go next: the oldest, but neither the pinned run's nor those of the run being written. */
export function nextToDrop(runs: readonly SavedRun[], writing: string): SavedRun | null {
  const droppable = runs.filter(
    ({ id, checkpointBytes, pinned }) => checkpointBytes !== null && !pinned && id !== writing,
  );
  // What the visitor has deleted goes before anything else, then what a sweep left by the dozen.
  const rank = ({ trashed, origin }: SavedRun): number => (trashed ? 0 : origin === 'sweep' ? 1 : 2);
  const [first = null] = droppable.sort((a, b) => rank(a) - rank(b) || a.startedAt - b.startedAt);
  return first;
}

export interface Room {
  /** The runs that this page may thin out: those that no other open page writes. */
  runs(): readonly SavedRun[];
  /** A run's weights were dropped. */
  dropped(run: SavedRun): void;
  /** Bytes in use and allowed; null where the browser does not say. */
  estimate(): Promise<{ readonly used: number; readonly allowed: number } | null>;
}

export type Outcome =
  | 'written'
  /** Another page writes this run now. */
  | 'foreign'
  /** Curves and figures were kept, the weights were not. */
  | 'withoutWeights'
  | 'nothing';

/** Writes a run; where there is no room it drops weights, the oldest first, until there is. */
export async function writeWithRoom(storage: RunStorage, room: Room, written: Written): Promise<Outcome> {
  const drop = async (): Promise<boolean> => {
    const victim = nextToDrop(room.runs(), written.run.id);
    if (victim === null) return false;
    const without = { ...victim, checkpointBytes: null, earlier: [] };
    await storage.write({ run: toStored(without), checkpoint: null });
    room.dropped(without);
    return true;
  };
  const bytes = written.checkpoint ? (written.run.checkpointBytes ?? 0) : 0;
  // Only weights are large: a visitor's word on a run is written at once, before the page can go.
  const known = storage.outlivesPage && bytes > 0 ? await room.estimate() : null;
  if (known !== null && known.used + bytes > fullAt * known.allowed) await drop();
  let parts = written;
  for (;;) {
    try {
      return (await storage.write(parts)) ? 'written' : 'foreign';
    } catch (error) {
      if (!isFull(error)) throw error;
      const { earlier = [], ...rest } = parts;
      // Its own earlier weights give way before anybody else's last ones.
      if (earlier.length > 0) parts = rest;
      else if (!(await drop().catch(() => false))) break;
    }
  }
  try {
    const run = { ...written.run, checkpointBytes: null, earlier: [] };
    const { series } = written;
    const figures = series === undefined ? { run, checkpoint: null } : { run, series, checkpoint: null };
    return (await storage.write(figures)) ? 'withoutWeights' : 'foreign';
  } catch (error) {
    if (!isFull(error)) throw error;
    return 'nothing';
  }
}
