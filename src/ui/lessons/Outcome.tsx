// What came out, against what was expected: told by the learner's own figures.

import { useEffect, useRef } from 'react';
import { isDone, type Mark, markOfStep } from '../../shared/lessons/course.ts';
import type { Step } from '../../shared/lessons/lesson.ts';
import styles from './lessons.module.css';
import { Prose } from './Prose.tsx';
import { useLessons } from './use-lessons.ts';

function verdict({ held, outcome }: Mark): string {
  if (outcome === 'unknown') return 'Your runs did not give the figures that this question needs.';
  if (held === null) return 'Too close to tell: your runs speak neither for you nor against you.';
  return held ? '✓ It came as you expected.' : '✗ It came differently from what you expected.';
}

const looks = (held: boolean | null): string => (held === null ? 'even' : held ? 'held' : 'failed');

export function Outcome({ step }: { readonly step: Step }) {
  const progress = useLessons((lessons) => lessons.progress);
  const mark = progress === null ? null : markOfStep(step, progress);
  const place = useRef<HTMLDivElement>(null);
  const isMarked = mark !== null;
  const wasMarked = useRef(isMarked);
  // It comes below what is on screen; whoever comes back to a step reads from its top.
  useEffect(() => {
    if (isMarked && !wasMarked.current) place.current?.scrollIntoView({ block: 'nearest' });
    wasMarked.current = isMarked;
  }, [isMarked]);
  const shows = progress !== null && isDone(step, progress) && step.runs.length > 0;
  return (
    <div role="status" ref={place} className={styles.outcomes}>
      {mark === null ? null : (
        <section className={styles.outcome} data-held={looks(mark.held)} data-testid="outcome">
          <p className={styles.verdict}>{verdict(mark)}</p>
          <Prose prose={mark.explains} />
        </section>
      )}
      {shows ? (
        <div className={styles.prose}>
          <Prose prose={step.after} />
        </div>
      ) : null}
    </div>
  );
}
