// The list of lessons, with how far the visitor has come in each.

import { Dialog } from '@base-ui/react/dialog';
import type { LessonEntry } from '../../shared/lessons/lesson.ts';
import { lessons } from '../../store/lessons/catalogue.ts';
import { usePage } from '../store-context.tsx';
import styles from './lessons.module.css';
import { useLessons } from './use-lessons.ts';

function Entry({ entry, onOpen }: { readonly entry: LessonEntry; readonly onOpen: () => void }) {
  const { id, number, title, about, minutes } = entry;
  const at = useLessons(({ kept }) => kept[id]?.at ?? null);
  const steps = entry.steps;
  const state = at === null || at === 0 ? '' : at >= steps ? '✓ done' : `at step ${at + 1} of ${steps}`;
  return (
    <li>
      <button type="button" className={styles.entry} onClick={onOpen}>
        <span className={styles.entryNumber}>{number}</span>
        <span>
          <strong>{title}</strong>
          <span className={styles.entryAbout}>{about}</span>
        </span>
        <span className={styles.entryState}>
          {minutes} min
          <span>{state}</span>
        </span>
      </button>
    </li>
  );
}

/** A default export, because it is loaded when it is asked for. */
export default function LessonList({ onOpened }: { readonly onOpened: () => void }) {
  const openLesson = usePage((page) => page.openLesson);
  return (
    <>
      <Dialog.Description className="soft">
        Each five to ten minutes: say what you expect, run, see. Your own settings come back when you leave.
      </Dialog.Description>
      <ol className={styles.entries}>
        {lessons.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            onOpen={() => {
              onOpened();
              openLesson(entry.id);
            }}
          />
        ))}
      </ol>
      <p className="soft">
        Teaching a class? <a href="?board">The instructor’s board</a> has a link and a QR code for each
        lesson, and collects the codes that learners hand in.
      </p>
    </>
  );
}
