// Tells screen readers how a run goes: at its start, at each tenth, at its end.

import { phaseSteps, stepsTaken } from '../../shared/config.ts';
import { percent } from '../format.ts';
import { shownState } from '../run-state.ts';
import { usePage } from '../store-context.tsx';

export function Announcer() {
  const state = usePage(shownState);
  const tenth = usePage(({ run }) => {
    if (run?.status == null) return 0;
    return Math.floor((10 * stepsTaken(run.status)) / phaseSteps(run.config).total);
  });
  const series = usePage((page) => page.run?.series);
  const accuracy = (lane: string) => percent(series?.latest(`${lane}.accuracy`) ?? null);
  const text = {
    idle: '',
    starting: 'The run is starting.',
    training: tenth === 0 ? 'Training has begun.' : `${10 * tenth} per cent done.`,
    paused: 'Paused.',
    stopped: 'Stopped.',
    failed: 'The run failed.',
    finished: `Finished. Teacher ${accuracy('teacher')}, student ${accuracy('student')}, control ${accuracy('control')}.`,
  }[state];
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
