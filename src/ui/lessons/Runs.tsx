// The runs of a step: which is next, which are done, and the figures they gave.

import { figuresAsked, mayRun, nextRun } from '../../shared/lessons/course.ts';
import { type FigureRef, figureKey, nameFigure, writeFigure } from '../../shared/lessons/figures.ts';
import type { Lesson, PlannedRun, Step } from '../../shared/lessons/lesson.ts';
import { Icon } from '../bar/Icon.tsx';
import { shownState } from '../run-state.ts';
import { usePage } from '../store-context.tsx';
import styles from './lessons.module.css';
import { runButtonId } from './QuestionForm.tsx';
import { useLessons } from './use-lessons.ts';

/** The figures that a step's question compares, each once whatever its run. */
function columnsOf({ question }: Step): FigureRef[] {
  const asked = question === null ? [] : figuresAsked(question);
  return [...new Map(asked.map((ref) => [nameFigure(ref), ref])).values()];
}

/** The finished runs that a step's question compares: its own, and those of steps before it. */
function rowsOf({ question, runs }: Step, lesson: Lesson, finished: readonly string[]): PlannedRun[] {
  const asked = new Set(question === null ? [] : figuresAsked(question).map(({ run }) => run));
  return lesson.steps
    .flatMap((step) => step.runs)
    .filter((run) => finished.includes(run.name) && (asked.has(run.name) || runs.includes(run)));
}

function Figures({ step }: { readonly step: Step }) {
  const lesson = useLessons((state) => state.lesson);
  const progress = useLessons((state) => state.progress);
  const columns = columnsOf(step);
  if (lesson === null || progress === null || columns.length === 0) return null;
  const { figures } = progress;
  const done = rowsOf(step, lesson, progress.runs);
  return (
    <table className={styles.figures}>
      <thead>
        <tr>
          <th scope="col">Run</th>
          {columns.map((ref) => (
            <th key={figureKey(ref)} scope="col">
              {nameFigure(ref)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {done.map(({ name, label }) => (
          <tr key={name}>
            <th scope="row">{label}</th>
            {columns.map((ref) => {
              const own = { ...ref, run: name };
              const value = figures[figureKey(own)];
              return <td key={figureKey(own)}>{value === undefined ? '' : writeFigure(own, value)}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the button that runs says. */
function useRunWords(step: Step): { readonly label: string; readonly disabled: boolean } {
  const state = usePage(shownState);
  const next = useLessons(({ progress }) => (progress === null ? null : nextRun(step, progress)));
  const may = useLessons(({ progress }) => progress !== null && mayRun(step, progress));
  const measuring = useLessons((lessons) => lessons.measuring);
  if (measuring) return { label: 'Measuring…', disabled: true };
  if (state === 'training' || state === 'starting') return { label: 'Running…', disabled: true };
  const what = next === null ? '' : `: ${next.label}`;
  if (state === 'paused') return { label: `Go on${what}`, disabled: false };
  return { label: next === null && step.runs.length > 0 ? 'Run it again' : `Run${what}`, disabled: !may };
}

export function Runs({ step }: { readonly step: Step }) {
  const play = usePage((page) => page.play);
  const finished = useLessons(({ progress }) => progress?.runs);
  const done = step.runs.filter(({ name }) => finished?.includes(name));
  const isDone = done.length === step.runs.length;
  const { label, disabled } = useRunWords(step);
  return (
    <section className={styles.runs} aria-label="Runs of this step">
      {step.runs.length > 1 ? (
        <p className="soft">
          {done.length} of {step.runs.length} runs done
        </p>
      ) : null}
      {/* Stays focusable: a disabled button would drop the keyboard's place while it runs. */}
      <button
        type="button"
        id={runButtonId}
        className="button"
        data-primary={(!disabled && !isDone) || undefined}
        aria-disabled={disabled || undefined}
        onClick={() => {
          if (!disabled) play();
        }}
      >
        <Icon name="play" />
        {label}
      </button>
      {done.length > 0 ? <Figures step={step} /> : null}
    </section>
  );
}
