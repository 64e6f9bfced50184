// The finished runs of the experiment on show, one for each seed, and what their gains say together.

import { useMemo } from 'react';
import type { GainSpread } from '../shared/seeds.ts';
import { type RunRecord, runsOf, spreadOfRuns } from '../store/session-runs.ts';
import { usePage } from './store-context.tsx';

export function useSpread(): { readonly runs: readonly RunRecord[]; readonly spread: GainSpread } {
  const session = usePage((page) => page.session);
  const config = usePage((page) => page.run?.config ?? page.config);
  const dataKey = usePage((page) => page.run?.dataKey ?? page.dataKey);
  return useMemo(() => {
    const runs = runsOf(session, config, dataKey);
    return { runs, spread: spreadOfRuns(config, runs) };
  }, [session, config, dataKey]);
}
