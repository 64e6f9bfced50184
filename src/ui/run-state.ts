// One word for where the page is, made of run and staleness: the run bar, the announcer and the tests speak it.

import type { RunState } from '../shared/protocol/status.ts';
import type { PageState } from '../store/state.ts';

export type ShownState = RunState | 'idle' | 'starting';

export function shownState({ run, stale, failure }: PageState): ShownState {
  if (run === null || stale) return 'idle';
  if (run.status === null) return failure === null ? 'starting' : 'failed';
  return run.status.state;
}
