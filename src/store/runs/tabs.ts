// Which pages are open on this origin: each holds a lock of its own as long as it lives, so that a run whose page is
// gone is told from one that trains in another tab.

const nameOfLock = (writer: string): string => `distillation-page-${writer}`;

/** Takes this page's lock; returns the locks that are held, or null where the browser has none (plain http). */
export async function stayAlive(writer: string): Promise<ReadonlySet<string> | null> {
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) return null;
  // Never resolved: the browser frees the lock when the page goes.
  void locks.request(nameOfLock(writer), () => new Promise<never>(() => {}));
  return heldNow();
}

/** The locks that are held, or null where the browser has none. */
export async function heldNow(): Promise<ReadonlySet<string> | null> {
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) return null;
  const { held = [] } = await locks.query();
  return new Set(held.flatMap(({ name }) => name ?? []));
}

/** Without locks nobody can tell: the run counts as left alone, and its next writer takes it over. */
export const isAlive = (held: ReadonlySet<string> | null, writer: string): boolean =>
  held?.has(nameOfLock(writer)) ?? false;
