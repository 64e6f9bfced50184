// The teachers that a sweep finds when it begins: what has been trained already is not trained again.

import { teacherKey } from '../../shared/config.ts';
import { trialsOf } from '../../shared/sweep/plan.ts';
import { UnreadableError } from '../runs/read-saved.ts';
import type { Book } from '../runs/state.ts';
import type { PageState } from '../state.ts';
import { type SweepTeacher, teacherCurves, teacherIn } from './hand.ts';
import { type Sweep, trialKey, trialsLeft } from './saved-sweep.ts';

/** The teacher that the page's run has trained, unless a knob was turned meanwhile or other data have been opened. */
function teacherOfPage({ run, checkpoint, dataKey, stale }: PageState): Map<string, SweepTeacher> {
  if (run === null || stale || run.turned || run.dataKey !== dataKey || checkpoint?.phase !== 'students')
    return new Map();
  const teacher = { teacher: teacherIn(checkpoint), series: teacherCurves(run.series) };
  return new Map([[teacherKey(run.config), teacher]]);
}

/** Teachers that are there already, by their keys: of the page's own run, and of earlier runs of the sweep in the book. */
export async function teachersLeft(
  { plan, results }: Sweep,
  page: PageState,
  book: Book,
): Promise<Map<string, SweepTeacher>> {
  const found = teacherOfPage(page);
  const wanted = new Set(trialsLeft({ plan, results }).map(({ config }) => teacherKey(config)));
  const byTrial = new Map(results.map((result) => [trialKey(result.point, result.seed), result]));
  for (const { point, seed, config } of trialsOf(plan)) {
    const key = teacherKey(config);
    const runId = byTrial.get(trialKey(point.index, seed))?.runId ?? null;
    if (runId === null || found.has(key) || !wanted.has(key)) continue;
    try {
      const { checkpoint, series } = await book.getState().contents(runId);
      if (checkpoint?.phase !== 'students') continue;
      found.set(key, { teacher: teacherIn(checkpoint), series: teacherCurves(series) });
    } catch (error) {
      // Deleted or broken since: the teacher is then trained again, to the same weights.
      if (!(error instanceof UnreadableError)) throw error;
    }
  }
  return found;
}
