// Says above the tool that a sweep was left in the middle, and offers to go on.

import { trialsOf } from '../../shared/sweep/plan.ts';
import { count } from '../format.ts';
import { openPanel, sweeps } from '../insight/open-panel.ts';
import styles from '../runs/runs.module.css';
import { usualWorkers } from './draft.ts';
import { useSweeps } from './use-sweeps.ts';

export function SweepInterrupted() {
  const sweep = useSweeps((state) => state.sweeps.find(({ id }) => id === state.interrupted));
  const resume = useSweeps((state) => state.resume);
  const leave = useSweeps((state) => state.leaveInterrupted);
  if (sweep === undefined) return null;
  const goOn = () => {
    void resume(sweep.id, usualWorkers());
    openPanel(sweeps);
  };
  return (
    <section className={styles.message} aria-label="A sweep was under way">
      <p role="status">
        <strong>A sweep was under way: {sweep.name}</strong>, {count(sweep.results.length)} of{' '}
        {count(trialsOf(sweep.plan).length)} runs. What was finished is kept.
      </p>
      <button type="button" className="button" data-primary onClick={goOn}>
        Resume it
      </button>
      <button type="button" className="button" onClick={leave} title="It can be resumed below at any time">
        Later
      </button>
    </section>
  );
}
