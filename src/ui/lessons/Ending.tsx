// The end of a lesson: what to take along, what held, the code for the instructor, the next lesson.

import { useId } from 'react';
import { writeCode } from '../../shared/lessons/code.ts';
import { markOfStep, type Progress } from '../../shared/lessons/course.ts';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import { lessons } from '../../store/lessons/catalogue.ts';
import { CopyButton } from '../bar/share/CopyButton.tsx';
import { usePage } from '../store-context.tsx';
import styles from './lessons.module.css';
import { Prose } from './Prose.tsx';

/** "2 of 3 predictions held, 1 was too close to tell." */
function countMarks(lesson: Lesson, progress: Progress): string {
  const marks = lesson.steps.flatMap((step) => markOfStep(step, progress) ?? []);
  const held = marks.filter((mark) => mark.held === true).length;
  const even = marks.filter((mark) => mark.held === null).length;
  const close = even === 0 ? '' : `, ${even} ${even === 1 ? 'was' : 'were'} too close to tell`;
  return `${held} of ${marks.length} predictions held${close}. A prediction that fails teaches more than one that holds.`;
}

function ResultCode({ code }: { readonly code: string }) {
  const id = useId();
  return (
    <section className={styles.code}>
      <h4 id={id}>Your result as a code</h4>
      <textarea
        className="field"
        readOnly
        rows={3}
        value={code}
        aria-labelledby={id}
        onFocus={(event) => event.target.select()}
      />
      <CopyButton text={code} label="Copy the code" primary />
      <p className="soft">
        For your instructor, if you have one: what you predicted, what came out, the figures, and a random
        tag. No name, nothing about you or your device. Your browser sends it nowhere.
      </p>
    </section>
  );
}

export function Ending({ lesson, progress }: { readonly lesson: Lesson; readonly progress: Progress }) {
  const openLesson = usePage((page) => page.openLesson);
  const next = lessons.find(({ number }) => number === lesson.number + 1);
  const hasQuestions = lesson.steps.some(({ question }) => question !== null);
  return (
    <>
      <div className={styles.prose}>
        <Prose prose={lesson.takeAlong} />
        {hasQuestions ? <p>{countMarks(lesson, progress)}</p> : null}
      </div>
      {lesson.sources.length > 0 ? (
        <ul className={styles.sources} aria-label="Where it comes from">
          {lesson.sources.map(({ label, url }) => (
            <li key={url}>
              <a href={url} target="_blank" rel="noreferrer">
                {label}
                <span className="visually-hidden"> (opens in a new tab)</span>
              </a>
            </li>
          ))}
        </ul>
      ) : null}
      {hasQuestions ? <ResultCode code={writeCode(lesson, progress)} /> : null}
      {next === undefined ? null : (
        <button type="button" className="button" onClick={() => openLesson(next.id)}>
          Next lesson: {next.title}
        </button>
      )}
    </>
  );
}
