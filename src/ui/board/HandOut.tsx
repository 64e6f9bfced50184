// A lesson's link and QR code, to be written on a wall.

import { useId, useState } from 'react';
import { lessons } from '../../store/lessons/catalogue.ts';
import { CopyButton } from '../bar/share/CopyButton.tsx';
import { QrCode } from '../bar/share/QrCode.tsx';
import { lessonAddress } from '../lessons/lesson-address.ts';
import styles from './board.module.css';

export function HandOut() {
  const id = useId();
  const [chosen, setChosen] = useState(lessons[0]?.id ?? '');
  const lesson = lessons.find((entry) => entry.id === chosen);
  const address = lessonAddress(chosen);
  return (
    <section className={`panel ${styles.handOut}`} aria-labelledby={`${id}-title`}>
      <div>
        <h2 id={`${id}-title`}>Hand out a lesson</h2>
        <label className={styles.choose} htmlFor={id}>
          Lesson
          <select id={id} className="field" value={chosen} onChange={({ target }) => setChosen(target.value)}>
            {lessons.map((entry) => (
              <option key={entry.id} value={entry.id}>
                {entry.number}. {entry.title}
              </option>
            ))}
          </select>
        </label>
        <p className="soft">
          {lesson?.about} About {lesson?.minutes} minutes.
        </p>
        <input
          className="field"
          readOnly
          value={address}
          aria-label="Link to this lesson"
          onFocus={({ target }) => target.select()}
        />
        <CopyButton text={address} label="Copy link" />
      </div>
      <QrCode text={address} />
    </section>
  );
}
