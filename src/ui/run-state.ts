// One word for where the page is, made of run and staleness: the run bar, the announcer and the tests speak it.

import type { RunState } from '../shared/protocol/status.ts';
import type { PageState, RunView } from '../store/state.ts';

export type ShownState = RunState | 'idle' | 'starting';

/** The run whose figures stand where a run's stand: those of another task say nothing beside what is set now. */
export function figuresRun({ run, stale, config }: PageState): RunView | null {
  const isOther = stale && JSON.stringify(run?.config.task) !== JSON.stringify(config.task);
  return isOther ? null : run;
}

export function shownState({ run, stale, failure }: PageState): ShownState {
  if (run === null || stale) return 'idle';
  if (run.status === null) return failure === null ? 'starting' : 'failed';
  return run.status.state;
}
