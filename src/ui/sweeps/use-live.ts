// How far the runs under way are, by the point they belong to.

import { useMemo } from 'react';
import { phaseSteps, stepsTaken } from '../../shared/config.ts';
import { useSweeps } from './use-sweeps.ts';

/** Shares from 0 to 1 by index of the point; empty while the sweep does not run here. */
export function useLive(sweep: string): ReadonlyMap<number, number> {
  const running = useSweeps((state) => (state.running?.id === sweep ? state.running : null));
  return useMemo(
    () =>
      new Map(
        running?.live.map(({ trial, status, teacherReused }) => {
          const { teacher, total } = phaseSteps(trial.config);
          const skipped = teacherReused ? teacher : 0;
          const done = status === null ? 0 : Math.max(0, stepsTaken(status) - skipped);
          const of = total - skipped;
          return [trial.point.index, done / Math.max(1, of)];
        }),
      ),
    [running],
  );
}
