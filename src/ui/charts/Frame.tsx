// The curves of one chart over steps, drawn on the scales of its plot. recharts' own lines go through its store point by
// point: 45 ms a redraw for two charts where these paths took 7 (measured).

import { memo, use } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { type Axis, sameAxis } from '../../store/axes.ts';
import type { Point } from '../../store/chart-data.ts';
import styles from './Chart.module.css';
import type { Unit } from './curves.ts';
import { type BandTrace, CursorContext, DrawingContext, type OverlaidTrace, type Trace } from './drawing.ts';
import { Plot } from './Plot.tsx';
import { bandPath, linePath, marksPath, meanPoints, type Scale } from './paths.ts';
import { StepTick, valueTicks, ZeroLine } from './ticks.tsx';
import { unitNames } from './wording.ts';

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

const Area = memo(function Area({
  curve,
  band,
  x,
  y,
  floor,
}: BandTrace & { readonly x: Scale; readonly y: Scale; readonly floor: number }) {
  return (
    <>
      <path d={bandPath(band, x, y, floor)} fill={curve.color} className={styles.band} />
      <path
        d={linePath(meanPoints(band), x, y, floor)}
        fill="none"
        stroke={curve.color}
        strokeDasharray={curve.dash}
        className={styles.mean}
      />
    </>
  );
});

/** The last point of a curve that can be drawn. */
const endOf = (points: readonly Point[]): Point | undefined =>
  points.findLast(({ value }) => Number.isFinite(value));

const OverlaidLine = memo(function OverlaidLine({ tag, ...line }: OverlaidTrace & LineProps) {
  const { curve, points, x, y, floor } = line;
  const end = endOf(points);
  const at = end === undefined ? null : { x: x(end.step), y: y(Math.max(floor, end.value)) };
  return (
    <>
      <Line {...line} />
      {at === null ? null : (
        <text x={at.x} y={at.y} dx="-7" dy="-3" fill={curve.color} className={styles.tag}>
          {tag}
        </text>
      )}
    </>
  );
});

function Lines() {
  const { current, bands, before, overlaid, floor } = use(DrawingContext);
  const x = useXAxisScale();
  const y = useYAxisScale();
  const plot = usePlotArea();
  if (x === undefined || y === undefined || plot === undefined) return null;
  const [left, top, width, height] = [plot.x - 3, plot.y - 3, plot.width + 6, plot.height + 4];
  return (
    <svg
      x={left}
      y={top}
      width={width}
      height={height}
      viewBox={`${left} ${top} ${width} ${height}`}
      aria-hidden="true"
    >
      {bands.map((trace) => (
        <Area key={trace.curve.column} {...trace} x={x} y={y} floor={floor} />
      ))}
      <g className={styles.before}>
        {before.map((trace) => (
          <Line key={trace.curve.column} {...trace} x={x} y={y} floor={floor} />
        ))}
      </g>
      {overlaid.map((trace) => (
        <OverlaidLine key={`${trace.tag} ${trace.curve.column}`} {...trace} x={x} y={y} floor={floor} />
      ))}
      {current.map((trace) => (
        <Line key={trace.curve.column} {...trace} x={x} y={y} floor={floor} />
      ))}
    </svg>
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
      {cursor.dots.map(({ curve, point }) => {
        const height = y(Math.max(floor, point.value));
        // Nothing to mark in a gap, or where the curve is below the plot.
        if (height === undefined || !(height < plot.y + plot.height + 1)) return null;
        return (
          <circle
            key={curve.column}
            cx={x?.(point.step)}
            cy={height}
            r="3.5"
            fill={curve.color}
            stroke="var(--panel)"
          />
        );
      })}
    </g>
  );
}

interface Props {
  readonly x: Axis;
  readonly y: Axis;
  readonly unit: Unit;
}

/** A default export, because recharts, the page's largest part, is loaded behind what stands around it. */
export default memo(
  function Frame({ x, y, unit }: Props) {
    return (
      <Plot x={x} y={y} xTick={StepTick} yTick={valueTicks[unit]} xTitle="step" yTitle={unitNames[unit]}>
        {unit === 'points' ? <ZeroLine /> : null}
        <Lines />
        <Crosshair />
      </Plot>
    );
  },
  (a, b) => a.unit === b.unit && sameAxis(a.x, b.x) && sameAxis(a.y, b.y),
);
