// One setting swept: the figure against its values, with the 95 % interval over seeds, and every run as a point. The grid
// below says the same in numbers.

import { useMemo } from 'react';
import { useXAxisScale, useYAxisScale } from 'recharts';
import type { Config } from '../../shared/config.ts';
import { measureOf } from '../../shared/gain.ts';
import { equalValues } from '../../shared/params.ts';
import type { Axis } from '../../shared/sweep/axis.ts';
import {
  type FigureId,
  type FigureRow,
  type FigureUnit,
  figureTitle,
  sweepFigures,
} from '../../shared/sweep/figures.ts';
import type { Cell } from '../../shared/sweep/results.ts';
import { linearAxis, type Axis as PlotAxis } from '../../store/axes.ts';
import { writeValue } from '../../store/runs/saved-run.ts';
import { axisLabel } from '../../store/sweeps/words.ts';
import type { Unit } from '../charts/curves.ts';
import { Plot } from '../charts/Plot.tsx';
import { type Tick, valueTicks, ZeroLine } from '../charts/ticks.tsx';
import styles from './sweeps.module.css';

interface Props {
  readonly axis: Axis;
  readonly cells: readonly Cell[];
  readonly figure: FigureId;
  readonly config: Config;
}

/** Charts take points as shares, and write them as points. */
const scaleOf: Readonly<Record<FigureUnit, number>> = { points: 0.01, share: 1, nats: 1 };
const unitOfPlot: Readonly<Record<FigureUnit, Unit>> = { points: 'points', share: 'percent', nats: 'nats' };

interface Dot {
  readonly x: number;
  readonly mean: number;
  readonly interval: readonly [number, number] | null;
  readonly values: readonly number[];
}

/** Where a value stands: numbers on their scale, others one beside the other. */
function placesOf(axis: Axis, cells: readonly Cell[]): { at(cell: Cell): number; x: PlotAxis; tick: Tick } {
  const { spec } = axis;
  if (spec.type === 'number') {
    const numbers = cells.map(({ point }) => Number(point.settings[axis.path]));
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const isLog = spec.scale === 'log' && low > 0;
    return {
      at: ({ point }) => Number(point.settings[axis.path]),
      x: isLog
        ? { domain: [low / 1.1, high * 1.1], ticks: axis.values.map(Number), log: true }
        : linearAxis(low, high),
      tick: (props) => (
        <text x={props.x} y={props.y} dy="0.75em" textAnchor="middle" className={styles.tick}>
          {writeValue(spec, props.payload.value)}
        </text>
      ),
    };
  }
  const ticks = axis.values.map((_, i) => i);
  return {
    at: ({ point }) => axis.values.findIndex((value) => equalValues(value, point.settings[axis.path] ?? '')),
    x: { domain: [-0.5, ticks.length - 0.5], ticks, log: false },
    tick: (props) => (
      <text x={props.x} y={props.y} dy="0.75em" textAnchor="middle" className={styles.tick}>
        {writeValue(spec, axis.values[props.payload.value])}
      </text>
    ),
  };
}

function Dots({ dots, isLine }: { readonly dots: readonly Dot[]; readonly isLine: boolean }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (x === undefined || y === undefined) return null;
  const line = dots.map(({ x: at, mean }, i) => `${i === 0 ? 'M' : 'L'}${x(at)} ${y(mean)}`).join('');
  return (
    <>
      {isLine ? <path d={line} className={styles.line} /> : null}
      {dots.map(({ x: at, mean, interval, values }) => (
        <g key={at} transform={`translate(${x(at)} 0)`}>
          {interval === null ? null : (
            <path
              className={styles.whisker}
              d={`M0 ${y(interval[0])}V${y(interval[1])}M-4 ${y(interval[0])}h8M-4 ${y(interval[1])}h8`}
            />
          )}
          {values.map((value, i) => (
            <circle key={i} cx="7" cy={y(value)} r="1.5" className={styles.single} />
          ))}
          <circle cy={y(mean)} r="4" className={styles.dot} />
        </g>
      ))}
    </>
  );
}

export function SweepLine({ axis, cells, figure, config }: Props) {
  const measure = measureOf(config);
  const row: FigureRow = sweepFigures[figure];
  const scale = scaleOf[row.unit(measure)];
  const { x, tick, at } = useMemo(() => placesOf(axis, cells), [axis, cells]);
  const dots = useMemo(
    () =>
      cells
        .filter(({ spread }) => spread.count > 0)
        .map((cell): Dot => {
          const { spread, results } = cell;
          const [low, high] = spread.interval;
          const values = results.flatMap(({ failed, figures }) => {
            const value = failed === null ? row.of(figures, measure) : null;
            return value === null ? [] : [scale * value];
          });
          return {
            x: at(cell),
            mean: scale * spread.mean,
            interval: spread.count > 1 ? [scale * low, scale * high] : null,
            values,
          };
        })
        .sort((a, b) => a.x - b.x),
    [cells, row, measure, at, scale],
  );
  const heights = dots.flatMap(({ values, interval }) => [...values, ...(interval ?? [])]);
  const y = heights.length === 0 ? linearAxis(0, 1) : linearAxis(Math.min(...heights), Math.max(...heights));
  const unit = unitOfPlot[row.unit(measure)];
  return (
    <figure className={styles.map}>
      <div className={styles.plot} aria-hidden="true">
        <Plot
          x={x}
          y={y}
          xTick={tick}
          yTick={valueTicks[unit]}
          xTitle=""
          yTitle={unit === 'percent' ? '%' : unit}
        >
          <ZeroLine />
          <Dots dots={dots} isLine={axis.spec.type === 'number'} />
        </Plot>
      </div>
      <figcaption className={styles.legend}>
        {figureTitle(figure, config)} against {axisLabel(axis)}; bars: 95 % interval of the mean over seeds,
        small dots: single runs.
      </figcaption>
    </figure>
  );
}
