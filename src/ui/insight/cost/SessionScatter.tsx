// Every finished run of this session as three points, score against size, and the front that none of them beats.

import { useId, useMemo, useState } from 'react';
import { useXAxisScale, useYAxisScale } from 'recharts';
import { linearAxis, logAxis } from '../../../store/axes.ts';
import { extentOf } from '../../../store/chart-data.ts';
import { laneNames, laneStyle, type Unit } from '../../charts/curves.ts';
import { Plot } from '../../charts/Plot.tsx';
import { markPath } from '../../charts/paths.ts';
import { type TickProps, valueTicks } from '../../charts/ticks.tsx';
import { usePage } from '../../store-context.tsx';
import styles from './cost.module.css';
import { type Models, marks, pointsOf, type SessionPoint, type SizeId, sizeIds, sizes } from './points.ts';
import { RunsTable } from './RunsTable.tsx';

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const SizeTick = (props: TickProps) => (
  <text x={props.x} y={props.y} dy="0.75em" textAnchor="middle" className={styles.tick}>
    {short.format(props.payload.value)}
  </text>
);

function Points({ points, front }: Pick<Models, 'points' | 'front'>) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (x === undefined || y === undefined) return null;
  const at = ({ size, score }: SessionPoint): [number, number] => [x(size) ?? 0, y(score) ?? 0];
  // A staircase: between two models of the front nothing better is known.
  const steps = front
    .map(at)
    .reduce((path, [px, py], i) => `${path}${i === 0 ? 'M' : 'H'}${px}${i === 0 ? ` ${py}` : `V${py}`}`, '');
  return (
    <>
      <path d={steps} className={styles.front} />
      {points.map((point) => (
        <path
          key={`${point.run} ${point.lane}`}
          d={markPath(marks[point.lane], 0, 0)}
          transform={`translate(${at(point).join(' ')}) scale(2)`}
          fill={laneStyle(point.lane).color}
          stroke="var(--panel)"
          strokeWidth="0.5"
        >
          <title>{point.title}</title>
        </path>
      ))}
    </>
  );
}

function scatterAxes(points: readonly SessionPoint[], unit: Unit) {
  const along = (key: 'size' | 'score') =>
    extentOf([points.map((point) => ({ step: 0, value: point[key] }))]);
  const [wide, high] = [along('size'), along('score')];
  return {
    x: logAxis(wide === null ? null : { ...wide, low: wide.low * 0.8, high: wide.high * 1.2 }),
    y: high === null ? linearAxis(0, 1) : linearAxis(unit === 'nats' ? 0 : high.low, high.high),
  };
}

export function SessionScatter() {
  const id = useId();
  const session = usePage((page) => page.session);
  const config = usePage((page) => page.run?.config ?? page.config);
  const dataKey = usePage((page) => page.run?.dataKey ?? page.dataKey);
  const [size, setSize] = useState<SizeId>('parameters');
  const models = useMemo(() => pointsOf(session, config, dataKey, size), [session, config, dataKey, size]);
  const { points, front, measure } = models;
  const unit: Unit = measure.unit === 'nats' ? 'nats' : 'percent';
  const axes = useMemo(() => scatterAxes(points, unit), [points, unit]);
  return (
    <section className={styles.session} aria-labelledby={`${id}-title`}>
      <div className={styles.head}>
        <h3 id={`${id}-title`}>Is it worth its size?</h3>
        <label htmlFor={id}>Size as</label>
        <select
          id={id}
          className="field"
          value={size}
          onChange={({ target }) => setSize(target.value as SizeId)}
        >
          {sizeIds.map((one) => (
            <option key={one} value={one}>
              {sizes[one].label}
            </option>
          ))}
        </select>
      </div>
      <p className={styles.note}>
        {`Finished runs of this session on the same task: ${measure.label} on validation against size. The line is the Pareto front: no other model is both smaller and better than those on it. `}
        {(Object.keys(marks) as (keyof typeof marks)[])
          .map((lane) => `${laneNames[lane]}: ${marks[lane]}`)
          .join(', ')}
        .
      </p>
      <div className={styles.plot} aria-hidden="true">
        <Plot
          {...axes}
          xTick={SizeTick}
          yTick={valueTicks[unit]}
          xTitle=""
          yTitle={unit === 'nats' ? 'nats' : '%'}
        >
          <Points points={points} front={front} />
        </Plot>
        {points.length === 0 ? (
          <p className={styles.empty}>
            <span>
              No run has finished yet: each one adds three points. Change a model’s size and run again.
            </span>
          </p>
        ) : null}
      </div>
      <RunsTable models={models} sizeLabel={sizes[size].label} />
    </section>
  );
}
