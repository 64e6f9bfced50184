// The axes and grid of one chart, by recharts, and the curves drawn on its scales. recharts' own lines go through its
// store point by point (45 ms a redraw for two charts, measured; these paths take 3 ms), and its axes are left alone
// until they change.

import { createContext, memo, use } from 'react';
import {
  CartesianGrid,
  LineChart,
  ResponsiveContainer,
  usePlotArea,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import { type Axis, type Point, sameAxis } from '../../store/chart-data.ts';
import styles from './Chart.module.css';
import type { Curve, Unit } from './curves.ts';
import { insets, linePath, marksPath, type Scale } from './paths.ts';
import { AxisTitles, StepTick, valueTicks } from './ticks.tsx';

export interface Trace {
  readonly curve: Curve;
  readonly points: readonly Point[];
}

export interface Drawing {
  readonly current: readonly Trace[];
  /** Of the run before, behind. */
  readonly before: readonly Trace[];
  /** Values below lie on it. */
  readonly floor: number;
}

export const DrawingContext = createContext<Drawing>({ current: [], before: [], floor: 0 });

export interface Cursor {
  readonly step: number;
  readonly dots: readonly { readonly curve: Curve; readonly point: Point }[];
}

export const CursorContext = createContext<Cursor | null>(null);

interface LineProps extends Trace {
  readonly x: Scale;
  readonly y: Scale;
  readonly floor: number;
}

const Line = memo(function Line({ curve, points, x, y, floor }: LineProps) {
  const marks = marksPath(curve.mark, points, x, y, floor);
  return (
    <>
      <path
        d={linePath(points, x, y, floor)}
        fill="none"
        stroke={curve.color}
        strokeWidth={curve.width}
        strokeDasharray={curve.dash}
        strokeLinejoin="round"
      />
      {marks === '' ? null : <path d={marks} fill="var(--panel)" stroke={curve.color} strokeWidth="1.5" />}
    </>
  );
});

function Lines() {
  const { current, before, floor } = use(DrawingContext);
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (x === undefined || y === undefined) return null;
  return (
    <>
      <g className={styles.before}>
        {before.map((trace) => (
          <Line key={trace.curve.column} {...trace} x={x} y={y} floor={floor} />
        ))}
      </g>
      {current.map((trace) => (
        <Line key={trace.curve.column} {...trace} x={x} y={y} floor={floor} />
      ))}
    </>
  );
}

function Crosshair() {
  const cursor = use(CursorContext);
  const { floor } = use(DrawingContext);
  const x = useXAxisScale();
  const y = useYAxisScale();
  const plot = usePlotArea();
  const at = cursor === null ? undefined : x?.(cursor.step);
  if (cursor === null || y === undefined || plot === undefined || at === undefined) return null;
  return (
    <g>
      <path className={styles.crosshair} d={`M${Math.round(at) + 0.5} ${plot.y}v${plot.height}`} />
      {cursor.dots.map(({ curve, point }) => (
        <circle
          key={curve.column}
          cx={x?.(point.step)}
          cy={y(Math.max(floor, point.value))}
          r="3.5"
          fill={curve.color}
          stroke="var(--panel)"
        />
      ))}
    </g>
  );
}

interface Props {
  readonly x: Axis;
  readonly y: Axis;
  readonly unit: Unit;
}

const margin = { left: 0, right: insets.right, top: insets.top, bottom: 0 };

export const Frame = memo(
  function Frame({ x, y, unit }: Props) {
    return (
      <ResponsiveContainer width="100%" height="100%">
        <LineChart margin={margin} accessibilityLayer={false}>
          <CartesianGrid vertical={false} syncWithTicks stroke="var(--line)" />
          <XAxis
            type="number"
            dataKey="step"
            domain={[...x.domain]}
            ticks={[...x.ticks]}
            allowDataOverflow
            interval={0}
            height={insets.bottom}
            tickSize={4}
            tickMargin={2}
            stroke="var(--line-strong)"
            tick={StepTick}
          />
          <YAxis
            type="number"
            domain={[...y.domain]}
            ticks={[...y.ticks]}
            scale={y.log ? 'log' : 'linear'}
            allowDataOverflow
            interval={0}
            width={insets.left}
            tickSize={4}
            tickMargin={3}
            axisLine={false}
            tickLine={false}
            tick={valueTicks[unit]}
          />
          <AxisTitles unit={unit} />
          <Lines />
          <Crosshair />
        </LineChart>
      </ResponsiveContainer>
    );
  },
  (a, b) => a.unit === b.unit && sameAxis(a.x, b.x) && sameAxis(a.y, b.y),
);
