// How much a sweep is before it begins: runs, teachers, and, where that can be told, time.

import { useMemo } from 'react';
import { axesOfTeacher, type SweepPlan, teachersOf, trialsOf } from '../../shared/sweep/plan.ts';
import { timeBeforeMs } from '../../store/sweeps/time-left.ts';
import { axisLabel } from '../../store/sweeps/words.ts';
import { count, duration } from '../format.ts';
import { useBook } from '../runs/use-book.ts';
import { usePage } from '../store-context.tsx';

const plural = (amount: number, word: string): string => `${count(amount)} ${word}${amount === 1 ? '' : 's'}`;

export function Amount({ plan, workers }: { readonly plan: SweepPlan; workers: number }) {
  const amount = useMemo(() => {
    const trials = trialsOf(plan);
    const [first] = trials;
    return { config: first?.config ?? plan.config, runs: trials.length, teachers: teachersOf(trials) };
  }, [plan]);
  const varied = useMemo(() => axesOfTeacher(plan), [plan]);
  const kept = useBook((book) => book.runs);
  const seconds = usePage((page) => {
    const ms = timeBeforeMs(amount, page, kept, workers);
    return ms === null ? null : Number((ms / 1000).toPrecision(2));
  });
  const points = amount.runs / plan.seeds;
  return (
    <p role="status" className="soft">
      {plural(points, 'combination')} × {plural(plan.seeds, 'seed')} ={' '}
      <strong>{plural(amount.runs, 'run')}</strong>; {plural(amount.teachers, 'teacher')}
      {varied.length === 0
        ? ', trained once and shared.'
        : `: ${varied.map(axisLabel).join(' and ')} ${varied.length === 1 ? 'belongs' : 'belong'} to the teacher, so each value trains one.`}{' '}
      {seconds === null
        ? 'How long it takes is unknown until its first run is under way.'
        : `About ${duration(1000 * seconds)}.`}
    </p>
  );
}
