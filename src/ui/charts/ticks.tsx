// Tick labels and titles of a chart's axes. Plain text elements: recharts' own measure themselves on each redraw.

import type { ReactNode } from 'react';
import { usePlotArea, useYAxisScale } from 'recharts';
import { count } from '../format.ts';
import styles from './Chart.module.css';
import type { Unit } from './curves.ts';
import { insets } from './paths.ts';
import { tickLabel } from './wording.ts';

export interface TickProps {
  readonly x: number | string;
  readonly y: number | string;
  readonly payload: { readonly value: number };
}

/** Draws the label of one tick. */
export type Tick = (props: TickProps) => ReactNode;

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
export const valueTicks: Readonly<Record<Unit, Tick>> = {
  nats: (props) => <ValueTick {...props} unit="nats" />,
  percent: (props) => <ValueTick {...props} unit="percent" />,
  points: (props) => <ValueTick {...props} unit="points" />,
  bits: (props) => <ValueTick {...props} unit="bits" />,
  choices: (props) => <ValueTick {...props} unit="choices" />,
};

/** The units of both axes, in the corners that ticks leave free. */
export function AxisTitles({ x, y }: { readonly x: string; readonly y: string }) {
  const plot = usePlotArea();
  if (plot === undefined) return null;
  const right = insets.left - 7;
  return (
    <>
      <text x={right} y="10" textAnchor="end" className={styles.axisTitle}>
        {y}
      </text>
      <text x={right} y={plot.y + plot.height + 6} dy="0.75em" textAnchor="end" className={styles.axisTitle}>
        {x}
      </text>
    </>
  );
}

/** Where values have a sign. */
export function ZeroLine() {
  const plot = usePlotArea();
  const zero = useYAxisScale()?.(0);
  if (plot === undefined || zero === undefined) return null;
  return <path className={styles.zero} d={`M${plot.x} ${Math.round(zero) + 0.5}h${plot.width}`} />;
}
