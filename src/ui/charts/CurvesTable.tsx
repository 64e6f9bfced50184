// The curves as a table: what was measured at some fifty steps and the last, without smoothing.

import { memo, useMemo } from 'react';
import { laneIds } from '../../shared/protocol/lanes.ts';
import { type Columns, tableRows } from '../../store/chart-data.ts';
import { count } from '../format.ts';
import { type LaneNames, useLaneNames } from '../lane-names.ts';
import styles from './CurvesTable.module.css';
import { type Curve, type Metric, metricCurves, metrics, trainingLosses, type Unit } from './curves.ts';
import { cell, unitNames } from './wording.ts';

const mostRows = 50;
const lanes = new Set(laneIds);
interface Group {
  readonly label: string;
  readonly unit: Unit;
  readonly curves: readonly Curve[];
}

/** The columns of the table, by measure. */
function layOut(measures: readonly Metric[], laneNames: LaneNames) {
  const groups: readonly Group[] = [
    { label: 'Training loss', unit: 'nats', curves: trainingLosses(laneNames) },
    ...measures.map((metric): Group => {
      const { label, unit } = metrics[metric];
      return { label, unit, curves: metricCurves(metric, lanes, laneNames) };
    }),
  ];
  const cells = groups.flatMap(({ curves, unit }) =>
    curves.map(({ column }, i) => ({ column, unit, first: i === 0 })),
  );
  return { groups, cells, names: cells.map(({ column }) => column) };
}
type Layout = ReturnType<typeof layOut>;

/** Everything is measured where the validation set was. */
const rowsAt = ['teacher.accuracy', 'student.accuracy'];

const Row = memo(function Row({ texts, step, layout }: { step: number; texts: string; layout: Layout }) {
  return (
    <tr>
      <th scope="row">{count(step)}</th>
      {texts.split('\t').map((text, i) => (
        <td key={layout.names[i]} data-first={layout.cells[i]?.first || undefined}>
          {text}
        </td>
      ))}
    </tr>
  );
});

interface Props {
  readonly columns: Columns | null;
  readonly measures: readonly Metric[];
}

export function CurvesTable({ columns, measures }: Props) {
  const laneNames = useLaneNames();
  const layout = useMemo(() => layOut(measures, laneNames), [measures, laneNames]);
  const { groups, cells, names } = layout;
  const rows = useMemo(
    () => (columns === null ? [] : tableRows(columns, names, rowsAt, mostRows)),
    [columns, names],
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={styles.scroll} aria-label="Table of the curves" tabIndex={0}>
      <table className={styles.table}>
        <caption>
          <span>
            Measured on the validation set, thinned to at most {mostRows} rows and the last; training losses
            unsmoothed.
          </span>
        </caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Step
            </th>
            {groups.map(({ label, unit, curves }) => (
              <th
                key={label}
                scope={curves.length > 1 ? 'colgroup' : 'col'}
                colSpan={curves.length}
                rowSpan={curves.length > 1 ? 1 : 2}
                data-first
              >
                {label}, {unitNames[unit]}
              </th>
            ))}
          </tr>
          <tr>
            {groups
              .filter(({ curves }) => curves.length > 1)
              .map(({ label, curves }) =>
                curves.map((curve, i) => (
                  <th key={`${label} ${curve.label}`} scope="col" data-first={i === 0 || undefined}>
                    {curve.label}
                  </th>
                )),
              )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ step, values }) => (
            <Row
              key={step}
              step={step}
              layout={layout}
              texts={values.map((value, i) => cell(value, cells[i]?.unit ?? 'nats')).join('\t')}
            />
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? <p className={styles.empty}>No measurements yet. Press Run.</p> : null}
    </section>
  );
}
