// The bug museum: real mistakes, each with the line that makes it, the line that mends it, and a run that shows both.

import { exhibits } from '../../../shared/catalog/museum.ts';
import { ExhibitCard } from './ExhibitCard.tsx';
import styles from './museum.module.css';

/** The panel; a default export, because it is loaded when it is opened. */
export default function MuseumPanel() {
  return (
    <div className={styles.museum}>
      <p className={styles.about}>
        {exhibits.length} mistakes from real code. Each run teaches the student right and the control with the
        mistake, from the same weights on the same batches: what differs is the mistake.
      </p>
      <ul className={styles.exhibits}>
        {exhibits.map((exhibit) => (
          <ExhibitCard key={exhibit.id} exhibit={exhibit} />
        ))}
      </ul>
    </div>
  );
}
