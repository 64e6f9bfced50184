// The way to the lessons.

import { useState } from 'react';
import { lazily } from '../lazily.tsx';
import { Icon } from './Icon.tsx';
import { Opener } from './Opener.tsx';
import styles from './RunBar.module.css';

const LessonList = lazily(() => import('../lessons/LessonList.tsx'));

export function LessonsButton() {
  const [open, setOpen] = useState(false);
  return (
    <Opener
      shape="dialog"
      heading="Lessons"
      inside={<LessonList onOpened={() => setOpen(false)} />}
      open={open}
      setOpen={setOpen}
      title="Lessons"
    >
      <Icon name="book" />
      <span className={styles.narrowHidden}>Lessons</span>
    </Opener>
  );
}
