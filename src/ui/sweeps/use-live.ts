// How far the runs under way are, by the point they belong to.

import { useMemo } from 'react';
import { useSweeps } from './use-sweeps.ts';

/** Shares from 0 to 1 by index of the point; empty while the sweep does not run here. */
export function useLive(sweep: string): ReadonlyMap<number, number> {
  const running = useSweeps((state) => (state.running?.id === sweep ? state.running : null));
  return useMemo(
    () =>
      new Map(
        running?.live.map(({ trial, status, teacherReused }) => {
          const { teacherSteps, studentSteps } = trial.config.train;
          const [done, of] = teacherReused
            ? [status?.studentStep ?? 0, studentSteps]
            : [(status?.teacherStep ?? 0) + (status?.studentStep ?? 0), teacherSteps + studentSteps];
          return [trial.point.index, done / Math.max(1, of)];
        }),
      ),
    [running],
  );
}
