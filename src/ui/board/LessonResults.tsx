// What a class made of one lesson: for each question who expected what, what came out, and how far figures spread.

import { useEffect, useState } from 'react';
import { figuresAsked } from '../../shared/lessons/course.ts';
import { type FigureRef, figureRow, nameFigure } from '../../shared/lessons/figures.ts';
import type { Lesson, Question } from '../../shared/lessons/lesson.ts';
import type { LessonSummary, QuestionSummary } from '../../store/lessons/board.ts';
import { loadLesson } from '../../store/lessons/catalogue.ts';
import styles from './board.module.css';
import { DotPlot, type Dots } from './DotPlot.tsx';

/** The lesson of these results; null where this page has none of that version. */
function useLesson({ lesson: id, version }: LessonSummary): Lesson | null {
  const [lesson, setLesson] = useState<Lesson | null>(null);
  useEffect(() => {
    let wanted = true;
    loadLesson(id).then(
      (loaded) => wanted && setLesson(loaded?.version === version ? loaded : null),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [id, version]);
  return lesson;
}

const outcomeWords: Readonly<Record<string, string>> = {
  near: 'near the guess',
  above: 'above the guess',
  below: 'below the guess',
  even: 'too close to tell',
  unknown: 'no figure',
};

/** A choice in the words of the question, or its name where the question is not known. */
const wordsOf = (question: Question | null, id: string): string =>
  (question?.kind === 'which' ? question.choices.find((choice) => choice.id === id)?.says : undefined) ??
  outcomeWords[id] ??
  id;

function Counts({
  summary,
  question,
}: {
  readonly summary: QuestionSummary;
  readonly question: Question | null;
}) {
  const { counts, outcomes } = summary;
  return (
    <table className={styles.counts}>
      <caption>How many expected what, and what their runs gave</caption>
      <thead>
        <tr>
          <th scope="col">Expected</th>
          {outcomes.map((outcome) => (
            <th key={outcome} scope="col">
              {wordsOf(question, outcome)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...counts].map(([prediction, row]) => (
          <tr key={prediction}>
            <th scope="row">{wordsOf(question, prediction)}</th>
            {outcomes.map((outcome) => (
              <td key={outcome} data-held={outcome === prediction || undefined}>
                {row.get(outcome) ?? 0}
                {outcome === prediction ? <span className="visually-hidden"> as expected</span> : null}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Guesses are numbers: not who said what, but how they lie against what came out. */
function Outcomes({ summary }: { readonly summary: QuestionSummary }) {
  const total = (outcome: string) =>
    [...summary.counts.values()].reduce((sum, row) => sum + (row.get(outcome) ?? 0), 0);
  return (
    <p>
      The run came out{' '}
      {['near', 'above', 'below'].map((outcome) => `${outcomeWords[outcome]}: ${total(outcome)}`).join(' · ')}
    </p>
  );
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** The question's figures as dots on one axis. */
function dotsOf(
  summary: QuestionSummary,
  question: Question | null,
  lesson: Lesson | null,
): { unit: string; dots: Dots[] } {
  const runs = lesson?.steps.flatMap((step) => step.runs) ?? [];
  const labelOf = (run: string) => runs.find(({ name }) => name === run)?.label ?? run;
  const refs: readonly (FigureRef | undefined)[] = question === null ? [] : figuresAsked(question);
  const [first] = refs;
  const nameOf = (ref: FigureRef | undefined, at: number) =>
    ref === undefined ? `Figure ${at + 1}` : `${nameFigure(ref)}, ${labelOf(ref.run)}`;
  const dots = summary.figures.map((values, at) => ({ label: nameOf(refs[at], at), values }));
  const guesses = question?.kind === 'guess' ? summary.predictions.map(Number).filter(Number.isFinite) : [];
  return {
    unit: first === undefined ? '' : figureRow(first.figure).unit,
    dots: guesses.length > 0 ? [{ label: 'Guesses', values: guesses }, ...dots] : dots,
  };
}

export function LessonResults({ summary }: { readonly summary: LessonSummary }) {
  const lesson = useLesson(summary);
  const title = lesson === null ? `${summary.lesson}, version ${summary.version}` : lesson.title;
  return (
    <section className="panel" aria-label={title} data-testid="lesson-results">
      <h2>
        {title} <small className="soft">{counted(summary.learners, 'learner')}</small>
      </h2>
      {lesson === null ? (
        <p className="soft">This page has no lesson of that name and version: shown as it came.</p>
      ) : null}
      <div className={styles.questions}>
        {summary.questions.map((question) => {
          const step = lesson?.steps.find(({ id }) => id === question.step);
          const asked = step?.question ?? null;
          const { dots, unit } = dotsOf(question, asked, lesson);
          return (
            <article key={question.step} className={styles.question}>
              <h3>
                {step?.title ?? question.step}{' '}
                <small className="soft">{counted(question.answers, 'answer')}</small>
              </h3>
              {asked?.kind === 'guess' ? (
                <Outcomes summary={question} />
              ) : (
                <Counts summary={question} question={asked} />
              )}
              <DotPlot dots={dots} unit={unit} />
            </article>
          );
        })}
      </div>
    </section>
  );
}
