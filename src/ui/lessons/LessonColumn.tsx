// The lesson beside the page: its text, its question, its runs, the way on and back. What it does to the page is
// store/lessons/.

import { useEffect, useRef } from 'react';
import { isDone, needsPrediction, type Progress, stepAt } from '../../shared/lessons/course.ts';
import type { Lesson, Step } from '../../shared/lessons/lesson.ts';
import { lessons } from '../../store/lessons/catalogue.ts';
import { Icon } from '../bar/Icon.tsx';
import { openPanel } from '../insight/open-panel.ts';
import { Control } from '../settings/Control.tsx';
import { usePage } from '../store-context.tsx';
import { Ending } from './Ending.tsx';
import { rememberLesson } from './lesson-address.ts';
import styles from './lessons.module.css';
import { Outcome } from './Outcome.tsx';
import { Prose } from './Prose.tsx';
import { QuestionForm } from './QuestionForm.tsx';
import { Runs } from './Runs.tsx';
import { TableOffer } from './TableOffer.tsx';
import { useLessons } from './use-lessons.ts';

function Free({ paths }: { readonly paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <section className={styles.free} aria-label="Settings you may change here">
      <p className="soft">Yours to turn in this step:</p>
      {paths.map((path) => (
        <Control key={path} path={path} />
      ))}
    </section>
  );
}

function StepView({ step }: { readonly step: Step }) {
  const hasRuns = step.runs.length > 0 || step.play;
  const { panel } = step;
  return (
    <>
      <div className={styles.prose}>
        <Prose prose={step.text} />
      </div>
      {panel === null ? null : (
        <button type="button" className="button" onClick={() => openPanel(panel)}>
          Open the closer look at it
        </button>
      )}
      {step.table === null ? null : <TableOffer table={step.table} />}
      {/* The columns of a table are chosen among the settings, by their names. */}
      <Free paths={step.free.filter((path) => step.table === null || !path.startsWith('task.'))} />
      {step.question === null ? null : <QuestionForm key={step.id} step={step} question={step.question} />}
      {hasRuns ? <Runs step={step} /> : null}
      <Outcome step={step} />
    </>
  );
}

function Head({ lesson, progress }: { readonly lesson: Lesson; readonly progress: Progress }) {
  const restart = useLessons((state) => state.restart);
  const openLesson = usePage((page) => page.openLesson);
  const leave = () => {
    openLesson(null);
    document.getElementById('learning')?.focus();
  };
  const of = lesson.steps.length;
  const at = Math.min(progress.at, of);
  return (
    <header className={styles.head}>
      <p className={styles.number}>
        Lesson {lesson.number} of {lessons.length} · about {lesson.minutes} min
      </p>
      <div className={styles.headActions}>
        <button type="button" className="button" data-quiet onClick={restart} title="Restart this lesson">
          <Icon name="reset" />
          <span className="visually-hidden">Restart this lesson</span>
        </button>
        <button type="button" className="button" data-quiet onClick={leave}>
          <Icon name="close" />
          Leave
          <span className="visually-hidden"> the lesson; your settings of before come back</span>
        </button>
      </div>
      <h2>{lesson.title}</h2>
      <div
        className={styles.track}
        role="progressbar"
        aria-label="Progress of the lesson"
        aria-valuemin={0}
        aria-valuemax={of}
        aria-valuenow={at}
        aria-valuetext={at < of ? `Step ${at + 1} of ${of}` : 'Done'}
      >
        <div style={{ width: `${(100 * at) / of}%` }} />
      </div>
    </header>
  );
}

/** Why the next step must wait; null where it need not. */
function waitFor(step: Step, progress: Progress): string | null {
  if (isDone(step, progress)) return null;
  if (needsPrediction(step, progress)) return 'Say what you expect, then run.';
  return 'Run first: the next step builds on it.';
}

function Ways({ lesson, progress }: { readonly lesson: Lesson; readonly progress: Progress }) {
  const goTo = useLessons((state) => state.goTo);
  const step = stepAt(lesson, progress);
  const wait = step === null ? null : waitFor(step, progress);
  const isLast = progress.at === lesson.steps.length - 1;
  return (
    <footer className={styles.ways}>
      <button
        type="button"
        className="button"
        aria-disabled={progress.at === 0 || undefined}
        onClick={() => goTo(progress.at - 1)}
      >
        Back
      </button>
      {step === null ? null : (
        <button
          type="button"
          className="button"
          data-primary={wait === null || undefined}
          aria-disabled={wait !== null || undefined}
          aria-describedby="lesson-wait"
          onClick={() => goTo(progress.at + 1)}
        >
          {isLast ? 'To the end' : 'Next step'}
        </button>
      )}
      <p id="lesson-wait" className="soft">
        {wait}
      </p>
    </footer>
  );
}

function Open({ lesson, progress }: { readonly lesson: Lesson; readonly progress: Progress }) {
  const step = stepAt(lesson, progress);
  const heading = useRef<HTMLHeadingElement>(null);
  const place = `${lesson.id} ${progress.at}`;
  // Whoever goes on reads from the top, with eyes or with ears.
  useEffect(() => {
    if (place === '') return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('section')?.scrollIntoView({ block: 'nearest' });
  }, [place]);
  return (
    <>
      <Head lesson={lesson} progress={progress} />
      <h3 ref={heading} tabIndex={-1} className={styles.stepTitle}>
        {step === null ? 'What to take along' : `${progress.at + 1}. ${step.title}`}
      </h3>
      {step === null ? <Ending lesson={lesson} progress={progress} /> : <StepView key={place} step={step} />}
      <Ways lesson={lesson} progress={progress} />
    </>
  );
}

function Elsewhere() {
  const problem = useLessons((state) => state.problem);
  const leave = usePage((page) => page.openLesson);
  if (problem === null) return <p className="soft">Opening the lesson…</p>;
  return (
    <div role="alert" className={styles.prose}>
      <p>{problem}</p>
      <button type="button" className="button" onClick={() => leave(null)}>
        Close
      </button>
    </div>
  );
}

/** The column; a default export, because it is loaded with the first lesson. */
export default function LessonColumn() {
  const id = usePage((page) => page.lesson);
  const open = useLessons((state) => state.open);
  const close = useLessons((state) => state.close);
  const lesson = useLessons((state) => state.lesson);
  const progress = useLessons((state) => state.progress);
  useEffect(() => {
    if (id === null) return;
    rememberLesson(id);
    void open(id);
  }, [id, open]);
  useEffect(
    () => () => {
      rememberLesson(null);
      close();
    },
    [close],
  );
  return (
    <section className={`panel ${styles.lesson}`} aria-label="Lesson" data-testid="lesson">
      {lesson === null || progress === null ? <Elsewhere /> : <Open lesson={lesson} progress={progress} />}
    </section>
  );
}
