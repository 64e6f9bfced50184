// What stands in the comparison's place while there are no data: its outline, or what a visitor must bring.

import { usePage } from '../store-context.tsx';
import styles from './compare.module.css';

/** As large as the decision maps with their captions, toggles and legend. */
export function MapsOutline() {
  return (
    <div className={styles.squares}>
      <i />
      <i />
      <i />
    </div>
  );
}

export function NoData() {
  const kind = usePage((page) => page.config.task.kind);
  const lacksText = usePage(
    ({ config: { task }, text }) => task.kind === 'text' && task.corpus === 'own' && text === null,
  );
  const hasTable = usePage((page) => page.table !== null);
  const isReading = usePage((page) => page.tableProgress !== null);
  if (kind === 'table' && !hasTable && !isReading) {
    return (
      <p className={styles.drop}>
        Drop a CSV file on the page: text or numbers, and a column to predict. It never leaves this tab.
      </p>
    );
  }
  if (lacksText && !isReading) {
    return (
      <p className={styles.drop}>
        This experiment needs a text of yours: drop a text file on the page, or paste or fetch one in the
        settings. It never leaves this tab.
      </p>
    );
  }
  return (
    <div className={styles.skeleton} data-kind={kind} role="status">
      <span className="visually-hidden">{isReading ? 'Reading the file' : 'Making the data'}</span>
      {kind === 'plane' ? <MapsOutline /> : null}
      <i className={styles.input} />
      <i className={styles.bars} />
    </div>
  );
}
