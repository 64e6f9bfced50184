// The gradient norms seen so far, by run: kept while the page lives, so that another panel may be looked at meanwhile.

import type { LaneXray, SnapshotOf } from '../../../shared/protocol/snapshots.ts';

export interface Seen {
  readonly step: number;
  /** Norms of each side's terms together, by lane. */
  readonly student: Norms;
  readonly control: Norms;
}
export interface Norms {
  readonly labels: number;
  readonly teacher: number;
}

/** More is thinned to every second. */
const maxSeen = 400;
const runs = new Map<string, readonly Seen[]>();

const normsOf = ({ terms }: LaneXray): Norms => {
  const sum = (side: 'labels' | 'teacher') =>
    terms.reduce((total, term) => (term.side === side ? total + term.norm : total), 0);
  return { labels: sum('labels'), teacher: sum('teacher') };
};

/** Adds what a snapshot shows, if it is new, and gives everything seen of the run. */
export function remember(runId: string, { step, lanes }: SnapshotOf<'xray'>): readonly Seen[] {
  const before = runs.get(runId) ?? [];
  const last = before[before.length - 1];
  if (last !== undefined && last.step >= step) return before;
  const next = { step, student: normsOf(lanes.student), control: normsOf(lanes.control) };
  const kept = before.length < maxSeen ? before : before.filter((_, i) => i % 2 === 0);
  const all = [...kept, next];
  runs.set(runId, all);
  return all;
}
