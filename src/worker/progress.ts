// How far a run is and how long it will still take. Pure bookkeeping of steps and time.

import { type Config, phaseSteps } from '../shared/config.ts';
import type { RunStatus } from '../shared/protocol/status.ts';

type Rate = Pick<RunStatus, 'stepsPerSecond' | 'elapsedMs' | 'remainingMs'>;

/** Weight of the newest reading in the smoothed step rate. */
const newest = 0.2;

/** Times are ms of training; pauses do not count. */
export function createProgress(config: Config) {
  const { total } = phaseSteps(config);
  let elapsedMs = 0;
  let stepsPerSecond = 0;
  let last = { at: performance.now(), steps: 0 };
  return {
    /** Begins at a step count that was reached before (kept teacher, checkpoint): those steps took no time now. */
    startAt(steps: number): void {
      last = { at: performance.now(), steps };
    },
    /** Forgets the time since the last reading: the run was paused. */
    restart(): void {
      last = { at: performance.now(), steps: last.steps };
    },
    rate(steps: number, moving: boolean): Rate {
      const now = performance.now();
      const passedMs = now - last.at;
      if (steps > last.steps && passedMs > 0) {
        const reading = (1000 * (steps - last.steps)) / passedMs;
        stepsPerSecond =
          stepsPerSecond === 0 ? reading : stepsPerSecond + newest * (reading - stepsPerSecond);
        elapsedMs += passedMs;
        last = { at: now, steps };
      }
      const remaining = moving && stepsPerSecond > 0 ? (1000 * (total - steps)) / stepsPerSecond : null;
      return { stepsPerSecond, elapsedMs, remainingMs: remaining };
    },
  };
}
