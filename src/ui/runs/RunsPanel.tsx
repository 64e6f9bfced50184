// The book of runs: all that are kept, filtered and sorted, and side by side those that lie in the charts.

import { useMemo, useState } from 'react';
import { taskKinds, tasks } from '../../shared/catalog/tasks.ts';
import { Comparison } from './Comparison.tsx';
import { type ColumnId, columns, matches, type Order, sorted } from './columns.ts';
import { FileButtons } from './FileButtons.tsx';
import { RunsTable } from './RunsTable.tsx';
import styles from './runs.module.css';
import { useBook } from './use-book.ts';

/** A default export, because it is loaded apart from the page's first script. */
export default function RunsPanel() {
  const runs = useBook((book) => book.runs);
  const ready = useBook((book) => book.ready);
  const onlyHere = useBook((book) => book.onlyHere);
  const unreadable = useBook((book) => book.unreadable);
  const [words, setWords] = useState('');
  const [task, setTask] = useState('');
  const [ofSweeps, setOfSweeps] = useState(false);
  const [order, setOrder] = useState<Order>({ by: 'started', direction: 'descending' });
  const shown = useMemo(
    () =>
      sorted(
        runs.filter(
          (run) =>
            (ofSweeps || run.origin !== 'sweep') &&
            (task === '' || run.config.task.kind === task) &&
            matches(run, words),
        ),
        order,
      ),
    [runs, words, task, ofSweeps, order],
  );
  const sortBy = (by: ColumnId) =>
    setOrder((now) => ({
      by,
      direction:
        now.by !== by ? columns[by].first : now.direction === 'ascending' ? 'descending' : 'ascending',
    }));
  return (
    <section className={`panel ${styles.panel}`} aria-labelledby="runs-title">
      <header className={styles.header}>
        <h2 id="runs-title">Runs</h2>
        <FileButtons />
      </header>
      {onlyHere === null ? null : (
        <p className={styles.warning}>
          This browser keeps nothing here ({onlyHere}): runs last as long as this page. Save those that you
          need as files.
        </p>
      )}
      {unreadable.length === 0 ? null : (
        <details className={styles.warning}>
          <summary>
            {unreadable.length === 1
              ? 'One kept run cannot be read'
              : `${unreadable.length} kept runs cannot be read`}
          </summary>
          <ul>
            {unreadable.map((said) => (
              <li key={said}>{said}</li>
            ))}
          </ul>
        </details>
      )}
      {runs.length === 0 ? (
        <p className={styles.empty}>
          {ready
            ? 'No runs yet. Press Run: every run is kept in this browser, with its curves and weights, and listed here.'
            : 'Looking for kept runs…'}
        </p>
      ) : (
        <>
          <div className={styles.filters}>
            <label>
              Filter{' '}
              <input
                type="search"
                className="field"
                value={words}
                placeholder="name, setting, state"
                onChange={(event) => setWords(event.target.value)}
              />
            </label>
            <label>
              Task{' '}
              <select className="field" value={task} onChange={(event) => setTask(event.target.value)}>
                <option value="">All</option>
                {taskKinds.map((kind) => (
                  <option key={kind} value={kind}>
                    {tasks[kind].label}
                  </option>
                ))}
              </select>
            </label>
            {runs.some(({ origin }) => origin === 'sweep') ? (
              <label>
                <input
                  type="checkbox"
                  checked={ofSweeps}
                  onChange={(event) => setOfSweeps(event.target.checked)}
                />{' '}
                Runs of sweeps too
              </label>
            ) : null}
            <p className="soft" role="status">
              {shown.length} of {runs.length} {runs.length === 1 ? 'run' : 'runs'}
            </p>
          </div>
          <RunsTable runs={shown} order={order} onSort={sortBy} />
          <Comparison />
        </>
      )}
      <UndoRemove />
    </section>
  );
}

/** Deleted runs can come back as long as the page is open. */
function UndoRemove() {
  const deleted = useBook((book) => book.deleted);
  const undo = useBook((book) => book.undoRemove);
  const last = deleted.at(-1);
  return (
    <div role="status" className={styles.undo}>
      {last === undefined ? null : (
        <>
          <span>
            {last.name} is deleted, for good once this page is closed.
            {deleted.length > 1 ? ` So are ${deleted.length - 1} more.` : ''}
          </span>
          <button type="button" className="button" onClick={undo}>
            Undo
          </button>
        </>
      )}
    </div>
  );
}
