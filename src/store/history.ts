// Undo and redo of settings: the configs before and after the one in force. Knows nothing of runs or pages.

import type { Config } from '../shared/config.ts';

/** Changes of one setting within this time, as a slider makes them, are one step back. */
const sameChangeMs = 1000;
const mostSteps = 100;

export interface History {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** To be called before a change; `what` names the setting, so that a drag of a slider is one step. */
  remember(before: Config, what: string): void;
  /** The config before the last change; `now` is what redo comes back to. null where there is none. */
  undo(now: Config): Config | null;
  redo(now: Config): Config | null;
}

/** `clock` gives ms. */
export function createHistory(clock: () => number = () => performance.now()): History {
  const past: Config[] = [];
  const future: Config[] = [];
  let last = { what: '', at: Number.NEGATIVE_INFINITY };
  const move = (from: Config[], to: Config[], now: Config): Config | null => {
    const config = from.pop();
    if (config === undefined) return null;
    to.push(now);
    last = { what: '', at: Number.NEGATIVE_INFINITY };
    return config;
  };
  return {
    get canUndo() {
      return past.length > 0;
    },
    get canRedo() {
      return future.length > 0;
    },
    remember(before, what) {
      const at = clock();
      const goesOn = what === last.what && at - last.at < sameChangeMs && future.length === 0;
      last = { what, at };
      future.length = 0;
      if (goesOn) return;
      past.push(before);
      if (past.length > mostSteps) past.shift();
    },
    undo: (now) => move(past, future, now),
    redo: (now) => move(future, past, now),
  };
}
