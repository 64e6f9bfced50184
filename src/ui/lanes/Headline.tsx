// The headline: what distillation was worth, in points, and one sentence that says of what.

import { taskRow } from '../../shared/catalog/tasks.ts';
import { count, percent, signedPoints } from '../format.ts';
import { usePage } from '../store-context.tsx';
import { useCurves } from '../use-curves.ts';
import styles from './lanes.module.css';

export function Headline() {
  useCurves();
  const run = usePage((page) => page.run);
  const stale = usePage((page) => page.stale);
  const task = usePage((page) => page.task);
  const config = usePage((page) => page.config);
  const student = run?.series.latest('student.accuracy') ?? null;
  const control = run?.series.latest('control.accuracy') ?? null;
  const gain = student === null || control === null ? null : 100 * (student - control);
  const untouched = run?.status?.studentStep === 0;
  return (
    <section className={`panel ${styles.headline}`} aria-labelledby="gain-title">
      <div>
        <h2 id="gain-title" className={styles.gainTitle}>
          Distillation gain
        </h2>
        <p className={styles.gain} data-testid="gain">
          {gain === null ? '–' : signedPoints(gain)}
          <small> points</small>
        </p>
      </div>
      <p className={styles.sentence}>
        {gain === null || untouched ? (
          <>
            {taskRow(config.task.kind).summary} A teacher learns first. Then the same small network learns
            twice: once listening to the teacher (student), once from labels alone (control).
          </>
        ) : (
          <>
            {task !== null && !stale
              ? `With ${count(task.labelsSeen)} of ${count(task.trainSize)} labels in sight, the student answers `
              : 'The student answers '}
            <strong className={styles.student}>{percent(student)}</strong> of the validation examples right;
            the same network without a teacher <strong className={styles.control}>{percent(control)}</strong>.
            One run, one seed.
          </>
        )}
        {stale ? <em> These figures belong to the settings before: press Run for the new ones.</em> : null}
      </p>
    </section>
  );
}
