// How far a sweep is, how long it still takes, and its one button: pause or resume.

import { trialsOf } from '../../shared/sweep/plan.ts';
import type { Sweep } from '../../store/sweeps/saved-sweep.ts';
import { count, duration } from '../format.ts';
import { usualWorkers } from './draft.ts';
import styles from './sweeps.module.css';
import { useSweeps } from './use-sweeps.ts';

/** Listeners hear of every quarter. */
const quarterOf = (made: number, of: number): number => Math.floor((4 * made) / of) * 25;

export function SweepProgress({ sweep }: { readonly sweep: Sweep }) {
  const running = useSweeps((state) => (state.running?.id === sweep.id ? state.running : null));
  const isElsewhere = useSweeps((state) => state.elsewhere.has(sweep.id));
  const pause = useSweeps((state) => state.pause);
  const resume = useSweeps((state) => state.resume);
  const { id, state, plan, results, backend } = sweep;
  const of = trialsOf(plan).length;
  const made = results.length;
  const failed = results.filter((result) => result.failed !== null).length;
  const trained = results.filter(({ teacherReused }) => !teacherReused).length;
  const words = {
    running: 'running',
    paused: running === null && made > 0 ? 'paused, what was under way is made anew' : 'paused',
    done: 'done',
  };
  const said = isElsewhere ? 'running in another tab' : words[state];
  const left = state === 'running' ? (running?.leftMs ?? null) : null;
  return (
    <div className={styles.progress} data-testid="sweep" data-state={state} data-made={made}>
      {state === 'done' || isElsewhere ? null : (
        <button
          type="button"
          className="button"
          data-primary={state === 'paused' || undefined}
          onClick={() => (state === 'running' ? pause() : void resume(id, usualWorkers()))}
        >
          {state === 'running' ? 'Pause the sweep' : 'Resume the sweep'}
        </button>
      )}
      <progress className={styles.bar} value={made} max={of} aria-label={`Runs of ${sweep.name}`} />
      <p className={styles.numbers}>
        <strong>
          {count(made)} of {count(of)} runs
        </strong>
        , {said}
        {failed === 0 ? '' : `, ${failed} failed`}
        {made === 0 ? '' : `; ${trained} ${trained === 1 ? 'teacher' : 'teachers'} trained`}
        {backend === '' ? '' : ` on ${backend}`}
        {left === null ? '' : `; about ${duration(left)} left`}
      </p>
      <p role="status" className="visually-hidden">
        {`${sweep.name}: ${quarterOf(made, of)} % of the runs, ${said}`}
      </p>
    </div>
  );
}
