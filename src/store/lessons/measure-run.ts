// What a lesson needs of a run that has just finished: its last figures, and what must be measured beside the curves.

import type { FigureNeed, Measured } from '../../shared/lessons/figures.ts';
import type { SnapshotOf } from '../../shared/protocol/snapshots.ts';
import type { Watch } from '../../shared/protocol/watch.ts';
import type { PageState } from '../state.ts';
import type { Store } from '../store.ts';

/** How each is asked for, and whether what is there was made at the end of the run: then nothing need be asked. */
const needs: {
  readonly [K in FigureNeed]: {
    readonly request: (page: PageState) => Watch[K];
    readonly isFinal: (snapshot: SnapshotOf<K>, page: PageState) => boolean;
  };
} = {
  // Answered once when asked, so it may be older than the end.
  cost: {
    request: ({ snapshots }) => (snapshots.cost?.asked ?? 0) + 1,
    isFinal: ({ studentStep }, { run }) => studentStep === run?.config.train.studentSteps,
  },
  // These are made anew when a run finishes.
  exposure: { request: () => true, isFinal: () => true },
  fidelity: { request: () => 'validation', isFinal: ({ set }) => set === 'validation' },
};

function isMeasured<K extends FigureNeed>(page: PageState, kind: K): boolean {
  const snapshot = page.snapshots[kind] as SnapshotOf<K> | undefined;
  return snapshot !== undefined && needs[kind].isFinal(snapshot, page);
}

/** Resolves once the snapshot is there, or the run is no longer the one on show. */
function take(page: Store, kind: FigureNeed): Promise<void> {
  const { run, watch } = page.getState();
  if (isMeasured(page.getState(), kind)) return Promise.resolve();
  watch({ [kind]: needs[kind].request(page.getState()) });
  return new Promise((resolve) => {
    const end = page.subscribe((state) => {
      const gone = state.run?.id !== run?.id || state.stale;
      if (!isMeasured(state, kind) && !gone) return;
      end();
      state.watch({ [kind]: null });
      resolve();
    });
  });
}

/** null where the run is gone before it was measured. */
export async function measureRun(page: Store, kinds: readonly FigureNeed[]): Promise<Measured | null> {
  const { run, task } = page.getState();
  if (run === null || task === null) return null;
  for (const kind of kinds) await take(page, kind);
  const now = page.getState();
  if (now.run?.id !== run.id || now.stale) return null;
  return {
    config: run.config,
    inputs: task.inputs,
    outputs: task.outputs,
    at: (column) => run.series.latest(column),
    snapshots: now.snapshots,
  };
}
