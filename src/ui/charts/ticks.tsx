// Tick labels and titles of a chart's axes. Plain text elements: recharts' own measure themselves on each redraw.

import type { ReactNode } from 'react';
import { usePlotArea, useYAxisScale } from 'recharts';
import { count } from '../format.ts';
import styles from './Chart.module.css';
import type { Unit } from './curves.ts';
import { insets } from './paths.ts';
import { tickLabel, unitNames } from './wording.ts';

interface TickProps {
  readonly x: number | string;
  readonly y: number | string;
  readonly payload: { readonly value: number };
}

export const StepTick = ({ x, y, payload }: TickProps) => (
  <text x={x} y={y} dy="0.75em" textAnchor="middle" className={styles.tick}>
    {count(payload.value)}
  </text>
);

const ValueTick = ({ x, y, payload, unit }: TickProps & { readonly unit: Unit }) => (
  <text x={x} y={y} dy="0.35em" textAnchor="end" className={styles.tick}>
    {tickLabel(payload.value, unit)}
  </text>
);

/** One function per unit, so that its identity stays. */
export const valueTicks: Readonly<Record<Unit, (props: TickProps) => ReactNode>> = {
  nats: (props) => <ValueTick {...props} unit="nats" />,
  percent: (props) => <ValueTick {...props} unit="percent" />,
  points: (props) => <ValueTick {...props} unit="points" />,
};

/** The units of both axes, in the corners that ticks leave free, and the zero line where values have a sign. */
export function AxisTitles({ unit }: { readonly unit: Unit }) {
  const plot = usePlotArea();
  const y = useYAxisScale();
  if (plot === undefined || y === undefined) return null;
  const zero = unit === 'points' ? y(0) : undefined;
  const right = insets.left - 7;
  return (
    <>
      <text x={right} y="10" textAnchor="end" className={styles.axisTitle}>
        {unitNames[unit]}
      </text>
      <text x={right} y={plot.y + plot.height + 6} dy="0.75em" textAnchor="end" className={styles.axisTitle}>
        step
      </text>
      {zero === undefined ? null : (
        <path className={styles.zero} d={`M${plot.x} ${Math.round(zero) + 0.5}h${plot.width}`} />
      )}
    </>
  );
}
