// The table of runs: what each was, what came of it, and what can be done with it.

import { memo } from 'react';
import { taskRow } from '../../shared/catalog/tasks.ts';
import { isUnderWay, type SavedRun } from '../../store/runs/saved-run.ts';
import { usePage, usePageStore } from '../store-context.tsx';
import { type ColumnId, columnIds, columns, type Order, stateOf } from './columns.ts';
import styles from './runs.module.css';
import { saveRunFile } from './save-run-file.ts';
import { bookOf, useBook } from './use-book.ts';

interface Props {
  readonly runs: readonly SavedRun[];
  readonly order: Order;
  onSort(by: ColumnId): void;
}

export function RunsTable({ runs, order, onSort }: Props) {
  const overlaid = usePage((page) => page.overlaid);
  const current = usePage((page) => page.run?.id ?? null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={styles.scroll} aria-label="Table of runs" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Draw</th>
            {columnIds.map((id) => (
              <th
                key={id}
                scope="col"
                aria-sort={order.by === id ? order.direction : 'none'}
                data-number={columns[id].isNumber || undefined}
              >
                <button type="button" className={styles.sort} onClick={() => onSort(id)}>
                  {columns[id].label}
                  <span aria-hidden="true">
                    {order.by !== id ? '' : order.direction === 'ascending' ? ' ▲' : ' ▼'}
                  </span>
                </button>
              </th>
            ))}
            <th scope="col">State</th>
            <th scope="col">Do</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Row
              key={run.id}
              run={run}
              tag={overlaid.find(({ id }) => id === run.id)?.tag ?? null}
              isCurrent={run.id === current}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly run: SavedRun;
  /** Its tag in the charts; null where it is not drawn. */
  readonly tag: string | null;
  readonly isCurrent: boolean;
}

const Row = memo(function Row({ run, tag, isCurrent }: RowProps) {
  const overlay = useBook((book) => book.overlay);
  const { name, change, color, pinned, config } = run;
  return (
    <tr data-current={isCurrent || undefined}>
      <td>
        <label className={styles.draw}>
          <input
            type="checkbox"
            checked={tag !== null}
            onChange={(event) => void overlay(run.id, event.target.checked)}
          />
          <span className="visually-hidden">Draw {name} behind the current run</span>
          <span aria-hidden="true">{tag}</span>
        </label>
      </td>
      <th scope="row">
        <span className={styles.name}>
          <span className={styles.swatch} style={{ background: `var(--run-${color})` }} aria-hidden="true" />
          {name}
          {pinned ? <span className={styles.badge}>baseline</span> : null}
          {isCurrent ? <span className={styles.badge}>shown</span> : null}
          {run.origin === 'here' ? null : <span className={styles.badge}>from a {run.origin}</span>}
        </span>
        <span className={styles.change}>{change}</span>
      </th>
      {columnIds.slice(1).map((id) => (
        <td key={id} data-number={columns[id].isNumber || undefined}>
          {id === 'task' ? taskRow(config.task.kind).label : columns[id].write(run)}
        </td>
      ))}
      <td>{stateOf(run)}</td>
      <td>
        <Actions run={run} />
      </td>
    </tr>
  );
});

function Actions({ run }: { readonly run: SavedRun }) {
  const page = usePageStore();
  const open = useBook((book) => book.open);
  const fork = useBook((book) => book.fork);
  const pin = useBook((book) => book.pin);
  const remove = useBook((book) => book.remove);
  const { id, name, pinned, checkpointBytes } = run;
  const moving = isUnderWay(run) ? `${name} is still under way` : null;
  /** `why` it cannot be done now. */
  const action = (label: string, title: string, act: () => void, why: string | null = null) => (
    <button
      type="button"
      className={styles.action}
      title={why ?? title}
      aria-disabled={why !== null || undefined}
      onClick={() => {
        if (why === null) act();
      }}
    >
      {label} <span className="visually-hidden">{name}</span>
    </button>
  );
  return (
    <span className={styles.actions}>
      {action('Open', 'Show its settings, curves and answers', () => void open(id), moving)}
      {action(
        'Fork',
        'Go on from its weights with other settings',
        () => void fork(id),
        checkpointBytes === null ? `No weights of ${name} are kept` : null,
      )}
      {action(pinned ? 'Unpin' : 'Pin', 'The baseline that others are compared with', () =>
        pin(pinned ? null : id),
      )}
      {action(
        'File',
        'Save settings, curves and weights as one file',
        () => void saveRunFile(bookOf(page), run),
      )}
      {action('Delete', 'Delete it; it can be undone while the page is open', () => remove([id]), moving)}
    </span>
  );
}
