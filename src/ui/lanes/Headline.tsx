// The headline: what distillation was worth, over all seeds that were run, and a sentence or two that say of what.

import { controlWords } from '../../shared/catalog/mistakes.ts';
import { taskRow } from '../../shared/catalog/tasks.ts';
import { assistantOf } from '../../shared/config.ts';
import { gainIn, type Measure, measureOf } from '../../shared/gain.ts';
import type { GainSpread } from '../../shared/seeds.ts';
import { holdsZero } from '../../shared/statistics.ts';
import { isEmbedded } from '../embedded.ts';
import { count, nats, percent, signed } from '../format.ts';
import { figuresRun } from '../run-state.ts';
import { usePage } from '../store-context.tsx';
import { useCurves } from '../use-curves.ts';
import { useSpread } from '../use-spread.ts';
import styles from './lanes.module.css';
import { Repeat } from './Repeat.tsx';

const digits = ({ unit }: Measure): number => (unit === 'points' ? 1 : 3);

/** The figure in large type: of one run, or the mean over seeds with half its interval. */
function Gain({ measure, gain, spread }: { measure: Measure; gain: number | null; spread: GainSpread }) {
  const { count: seeds, mean, interval } = spread;
  if (seeds < 2) {
    return (
      <p className={styles.gain} data-testid="gain">
        {gain === null ? '–' : signed(gain, digits(measure))}
        <small> {measure.unit}</small>
      </p>
    );
  }
  if (holdsZero(spread)) {
    return (
      <p className={`${styles.gain} ${styles.verdict}`} data-testid="gain">
        No difference seen
      </p>
    );
  }
  return (
    <p className={styles.gain} data-testid="gain">
      {signed(mean, digits(measure))}
      <small>
        {' '}
        ± {((interval[1] - interval[0]) / 2).toFixed(digits(measure))} {measure.unit}
      </small>
    </p>
  );
}

/** What several seeds say together; the figures of the run on show follow. */
function OverSeeds({ spread }: { spread: GainSpread }) {
  const { measure, count: seeds, mean, deviation, interval } = spread;
  const write = (value: number) => signed(value, digits(measure));
  const isNothing = holdsZero(spread);
  return (
    <>
      Over <strong>{seeds} seeds</strong>
      {isNothing ? ` the mean is ${write(mean)} ${measure.unit};` : ''} the 95 % confidence interval of the
      gain (Student’s t) is {write(interval[0])} to {write(interval[1])} {measure.unit}
      {isNothing ? ' and holds zero' : ''}, the standard deviation {deviation.toFixed(digits(measure))}.{' '}
    </>
  );
}

/** For whoever is here for the first time. */
function FirstLesson() {
  const openLesson = usePage((page) => page.openLesson);
  const inLesson = usePage((page) => page.lesson !== null);
  if (inLesson) return null;
  return (
    <button type="button" className={styles.first} onClick={() => openLesson('what-is-distillation')}>
      New here? Take the first lesson
    </button>
  );
}

function Introduction() {
  const kind = usePage((page) => page.config.task.kind);
  const { taught } = controlWords(usePage((page) => page.config.distill.control));
  const hasAssistant = usePage((page) => assistantOf(page.config) !== null);
  return (
    <>
      A large network, the teacher, learns first{hasAssistant ? ', then its assistant' : ''}. Then the same
      small network learns twice: once listening to the {hasAssistant ? 'assistant' : 'teacher'} (student),
      once {taught} (control). {taskRow(kind).summary}
    </>
  );
}

export function Headline() {
  useCurves();
  const run = usePage(figuresRun);
  const stale = usePage((page) => page.stale) && run !== null;
  const task = usePage((page) => page.task);
  const page = usePage((page) => page.config);
  const { spread } = useSpread();
  const config = run?.config ?? page;
  const words = controlWords(config.distill.control);
  const measure = measureOf(config);
  const [student, control] = (['student', 'control'] as const).map(
    (lane) => run?.series.latest(`${lane}.${measure.column}`) ?? null,
  ) as [number | null, number | null];
  const gain = student === null || control === null ? null : gainIn(measure, student, control);
  const write = (value: number | null) => (measure.unit === 'points' ? percent(value) : nats(value));
  const [verb, rest] = measure.words;
  const hasLabels = task !== null && !stale && !task.writes;
  const hasSpread = spread.count > 1;
  return (
    <section className={`panel ${styles.headline}`} aria-labelledby="gain-title">
      <div>
        <h2 id="gain-title" className={styles.gainTitle}>
          {words.gain}
        </h2>
        <Gain measure={measure} gain={gain} spread={spread} />
      </div>
      <p className={styles.sentence}>
        {hasSpread ? <OverSeeds spread={spread} /> : null}
        {gain === null || run?.status?.studentStep === 0 ? (
          hasSpread ? null : (
            <Introduction />
          )
        ) : hasSpread ? (
          <>
            Seed {config.seed}: student <strong className={styles.student}>{write(student)}</strong>, control{' '}
            <strong className={styles.control}>{write(control)}</strong>.
          </>
        ) : (
          <>
            {hasLabels
              ? `With ${count(task.labelsSeen)} of ${count(task.trainSize)} labels in sight, the student `
              : 'The student '}
            {verb} <strong className={styles.student}>{write(student)}</strong> {rest}; the same network{' '}
            {words.taught} <strong className={styles.control}>{write(control)}</strong>. One run, one seed.
          </>
        )}
        {stale ? <em> These figures belong to the settings before: press Run for the new ones.</em> : null}
      </p>
      <div className={styles.below}>
        <Repeat />
        {isEmbedded ? null : <FirstLesson />}
      </div>
    </section>
  );
}
