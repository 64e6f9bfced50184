// The points of the scatter as numbers, the front's marked.

import { laneNames } from '../../charts/curves.ts';
import { count } from '../../format.ts';
import styles from './cost.module.css';
import { type Models, writeScore } from './points.ts';

export function RunsTable({ models, sizeLabel }: { readonly models: Models; readonly sizeLabel: string }) {
  const { points, front, measure } = models;
  return (
    <details className={styles.runs}>
      <summary>The points as numbers</summary>
      {points.length === 0 ? (
        <p className={styles.note}>No run has finished yet.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        <section className={styles.scroll} aria-label="Models of this session" tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                {['Run', 'Lane', 'Seed', 'Model', sizeLabel, measure.label, 'On the front'].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={`${point.run} ${point.lane}`}>
                  <th scope="row">{point.run}</th>
                  <td>{laneNames[point.lane]}</td>
                  <td>{point.seed}</td>
                  <td>{point.shape}</td>
                  <td>{count(point.size)}</td>
                  <td>{writeScore(measure, point.score)}</td>
                  <td>{front.includes(point) ? 'yes' : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
