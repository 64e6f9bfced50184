// The way to the lessons; their list is loaded when it is asked for.

import { Dialog } from '@base-ui/react/dialog';
import { lazy, Suspense, useState } from 'react';
import { Icon } from './Icon.tsx';
import styles from './RunBar.module.css';

const LessonList = lazy(() => import('../lessons/LessonList.tsx'));

export function LessonsButton() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="button" title="Lessons">
        <Icon name="book" />
        <span className={styles.narrowHidden}>Lessons</span>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={`${styles.popup} ${styles.dialog}`}>
          <Dialog.Title>Lessons</Dialog.Title>
          <Suspense fallback={<p className="soft">Loading the lessons…</p>}>
            <LessonList onOpened={() => setOpen(false)} />
          </Suspense>
          <Dialog.Close className="button">Close</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
