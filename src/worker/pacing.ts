// When each kind of snapshot is made: at once where its question is new, else in its turn, so that all that panels ask for
// together takes a bounded share of the time. Pure bookkeeping of requests and time.

import { askedOnly, type Watch } from '../shared/protocol/watch.ts';

type Key = keyof Watch;

const everyMs = 250;
/** Snapshots together may take at most this share of the time. */
const sideShare = 0.1;

/** `now` gives ms. */
export function createPacing(now: () => number = () => performance.now()) {
  const nextAt = new Map<Key, number>();
  /** The request, as text, that was answered last under each key. */
  const answered = new Map<Key, string>();
  /** Those of them that had no answer. */
  const refused = new Set<Key>();

  return {
    /** Whether `key` asks something that was not answered last. Some questions stay answered while nobody looks. */
    isNew(key: Key, watch: Watch): boolean {
      if (watch[key] !== null) return answered.get(key) !== JSON.stringify(watch[key]);
      if (!askedOnly.has(key)) answered.delete(key);
      return false;
    },
    /** Whether a snapshot is to be made now; `all` is the moment to renew all that is watched. */
    isDue(key: Key, watch: Watch, all: boolean): boolean {
      if (this.isNew(key, watch)) return true;
      if (watch[key] === null || askedOnly.has(key) || refused.has(key)) return false;
      return all || now() >= (nextAt.get(key) ?? 0);
    },
    /** Whether what `key` asks was found to have no answer. */
    isRefused(key: Key, watch: Watch): boolean {
      return refused.has(key) && !this.isNew(key, watch);
    },
    /** Notes that a request has no answer: it is not tried again. */
    refused(key: Key, watch: Watch): void {
      refused.add(key);
      answered.set(key, JSON.stringify(watch[key]));
    },
    /** Notes that a request was answered, and how long that took: each kind has an equal part of the time allowed. */
    done(key: Key, watch: Watch, tookMs: number): void {
      answered.set(key, JSON.stringify(watch[key]));
      refused.delete(key);
      const watched = Object.values(watch).filter((request) => request !== null).length;
      nextAt.set(key, now() + Math.max(everyMs, (tookMs * watched) / sideShare));
    },
  };
}
