// The results as a table, best first: the same figures as the map's, with their intervals.

import { useState } from 'react';
import { measureOf } from '../../shared/gain.ts';
import { figureTitle, sweepFigures, writeDeviation, writeFigure } from '../../shared/sweep/figures.ts';
import { writeValue } from '../../store/runs/saved-run.ts';
import { axisLabel, pointWords } from '../../store/sweeps/words.ts';
import type { ResultsProps } from './HeatMap.tsx';
import styles from './sweeps.module.css';

/** As many are drawn unasked: two hundred rows are slow to draw while runs go on. */
const mostRows = 25;

export function ResultsTable({ sweep, cells, figure, best, chosen, onChoose }: ResultsProps) {
  const { plan } = sweep;
  const sign = sweepFigures[figure].better(measureOf(plan.config)) === 'more' ? -1 : 1;
  const rank = ({ spread }: (typeof cells)[number]) =>
    spread.count === 0 ? Number.POSITIVE_INFINITY : sign * spread.mean;
  const rows = [...cells].sort((a, b) =>
    rank(a) === rank(b) ? a.point.index - b.point.index : rank(a) - rank(b),
  );
  const [isWhole, setWhole] = useState(false);
  const write = (value: number) => writeFigure(figure, plan.config, value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={styles.tableScroll} aria-label="Results as a table" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {plan.axes.map((axis) => (
              <th key={axis.path} scope="col">
                {axisLabel(axis)}
              </th>
            ))}
            <th scope="col">{figureTitle(figure, plan.config)}</th>
            <th scope="col">Deviation</th>
            <th scope="col">95 % interval</th>
            <th scope="col">Seeds</th>
            <th scope="col">Cell</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, isWhole ? rows.length : mostRows).map((cell) => {
            const { point, spread, results, failures } = cell;
            const words = pointWords(plan, point);
            return (
              <tr key={point.index} data-chosen={point.index === chosen || undefined}>
                {plan.axes.map(({ path, spec }) => (
                  <td key={path}>{writeValue(spec, point.settings[path])}</td>
                ))}
                <td>
                  {cell === best ? '★ ' : ''}
                  {write(spread.mean)}
                </td>
                <td>{spread.count > 1 ? writeDeviation(figure, plan.config, spread.deviation) : '–'}</td>
                <td>
                  {spread.count > 1 ? `${write(spread.interval[0])} to ${write(spread.interval[1])}` : '–'}
                </td>
                <td>
                  {results.length} of {plan.seeds}
                  {failures === 0 ? '' : `, ${failures} failed`}
                </td>
                <td>
                  <button type="button" className={styles.action} onClick={() => onChoose(point.index)}>
                    Show<span className="visually-hidden"> {words}</span>
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {isWhole || rows.length <= mostRows ? null : (
        <button type="button" className={styles.action} onClick={() => setWhole(true)}>
          Show all {rows.length}
        </button>
      )}
    </section>
  );
}
