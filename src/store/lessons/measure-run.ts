// What a lesson needs of a run that has just finished: its last figures, and what must be measured beside the curves.

import type { Measured } from '../../shared/lessons/figures.ts';
import type { SnapshotOf } from '../../shared/protocol.ts';
import type { PageState } from '../state.ts';
import type { Store } from '../store.ts';

type Need = 'cost' | 'exposure';

/** A cost board may be older than the end of the run; error by place is made anew when a run finishes. */
const isFinal = (snapshot: SnapshotOf<'cost'> | SnapshotOf<'exposure'>, { run }: PageState): boolean =>
  snapshot.kind === 'exposure' || snapshot.studentStep === run?.config.train.studentSteps;

function isMeasured(state: PageState, kind: Need): boolean {
  const snapshot = state.snapshots[kind];
  return snapshot !== undefined && isFinal(snapshot, state);
}

/** Resolves once the snapshot is there, or the run is no longer the one on show. */
function take(page: Store, kind: Need): Promise<void> {
  const { run, snapshots, watch } = page.getState();
  if (isMeasured(page.getState(), kind)) return Promise.resolve();
  watch(kind === 'cost' ? { cost: (snapshots.cost?.asked ?? 0) + 1 } : { exposure: true });
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
export async function measureRun(page: Store, needs: readonly Need[]): Promise<Measured | null> {
  const { run, task } = page.getState();
  if (run === null || task === null) return null;
  for (const need of needs) await take(page, need);
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
