// One backend's table; what each column says is listed below it, for those who cannot hover.

import type { Column, Table } from '../../shared/bench/table.ts';
import figures from '../insight/figures.module.css';
import styles from './speed.module.css';

interface Props {
  readonly table: Table;
  readonly columns: readonly Column[];
  /** The backend's name. */
  readonly label: string;
}

export function FiguresTable({ table: { heads, rows }, columns, label }: Props) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={figures.scroll} tabIndex={0} aria-label={`Figures on ${label}`}>
        <table className={`${figures.table} ${styles.table}`}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([workload = '', contender = '', ...cells]) => (
              <tr key={`${workload} ${contender}`}>
                <td>{workload}</td>
                <th scope="row">{contender}</th>
                {cells.map((cell, i) => (
                  <td
                    key={heads[i + 2]}
                    colSpan={cells.length === 1 ? heads.length - 2 : 1}
                    className={cells.length === 1 ? styles.reason : undefined}
                  >
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <details className={styles.help}>
        <summary>What the columns say</summary>
        <dl>
          {columns.map(({ head, help }) => (
            <div key={head}>
              <dt>{head}</dt>
              <dd>{help}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}
