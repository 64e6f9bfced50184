// The headline: what distillation was worth, in points, and one sentence that says of what.

import { taskRow } from '../../shared/catalog/tasks.ts';
import { gainIn, measureOf } from '../../shared/gain.ts';
import { count, nats, percent, signed } from '../format.ts';
import { usePage } from '../store-context.tsx';
import { useCurves } from '../use-curves.ts';
import styles from './lanes.module.css';

export function Headline() {
  useCurves();
  const run = usePage((page) => page.run);
  const stale = usePage((page) => page.stale);
  const task = usePage((page) => page.task);
  const page = usePage((page) => page.config);
  const config = run?.config ?? page;
  const measure = measureOf(config);
  const [student, control] = (['student', 'control'] as const).map(
    (lane) => run?.series.latest(`${lane}.${measure.column}`) ?? null,
  ) as [number | null, number | null];
  const gain = student === null || control === null ? null : gainIn(measure, student, control);
  const write = (value: number | null) => (measure.unit === 'points' ? percent(value) : nats(value));
  const [verb, rest] = measure.words;
  const hasLabels = task !== null && !stale && !task.writes;
  return (
    <section className={`panel ${styles.headline}`} aria-labelledby="gain-title">
      <div>
        <h2 id="gain-title" className={styles.gainTitle}>
          Distillation gain
        </h2>
        <p className={styles.gain} data-testid="gain">
          {gain === null ? '–' : signed(gain, measure.unit === 'points' ? 1 : 3)}
          <small> {measure.unit}</small>
        </p>
      </div>
      <p className={styles.sentence}>
        {gain === null || run?.status?.studentStep === 0 ? (
          <>
            {taskRow(page.task.kind).summary} A teacher learns first. Then the same small network learns
            twice: once listening to the teacher (student), once without (control).
          </>
        ) : (
          <>
            {hasLabels
              ? `With ${count(task.labelsSeen)} of ${count(task.trainSize)} labels in sight, the student `
              : 'The student '}
            {verb} <strong className={styles.student}>{write(student)}</strong> {rest}; the same network
            without a teacher <strong className={styles.control}>{write(control)}</strong>. One run, one seed.
          </>
        )}
        {stale ? <em> These figures belong to the settings before: press Run for the new ones.</em> : null}
      </p>
    </section>
  );
}
