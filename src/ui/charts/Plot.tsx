// Axes, ticks and grid of any plot, by recharts; what is drawn on its scales are the children. Axes are left alone until
// they change: recharts settles each in several rounds.

import { memo, type ReactNode } from 'react';
import { CartesianGrid, LineChart, XAxis, YAxis } from 'recharts';
import { type Axis, sameAxis } from '../../store/axes.ts';
import { insets } from './paths.ts';
import { AxisTitles, type Tick } from './ticks.tsx';

interface AxisProps {
  readonly axis: Axis;
  /** A function whose identity stays. */
  readonly tick: Tick;
}

const haveSameAxis = (a: AxisProps, b: AxisProps): boolean => a.tick === b.tick && sameAxis(a.axis, b.axis);

const HorizontalAxis = memo(function HorizontalAxis({ axis, tick }: AxisProps) {
  return (
    <XAxis
      type="number"
      dataKey="x"
      domain={[...axis.domain]}
      ticks={[...axis.ticks]}
      scale={axis.log ? 'log' : 'linear'}
      allowDataOverflow
      interval={0}
      height={insets.bottom}
      tickSize={4}
      tickMargin={2}
      stroke="var(--line-strong)"
      tick={tick}
    />
  );
}, haveSameAxis);

const VerticalAxis = memo(function VerticalAxis({ axis, tick }: AxisProps) {
  return (
    <YAxis
      type="number"
      domain={[...axis.domain]}
      ticks={[...axis.ticks]}
      scale={axis.log ? 'log' : 'linear'}
      allowDataOverflow
      interval={0}
      width={insets.left}
      tickSize={4}
      tickMargin={3}
      axisLine={false}
      tickLine={false}
      tick={tick}
    />
  );
}, haveSameAxis);

/** Of what surrounds it. recharts' ResponsiveContainer would warn whenever that is hidden. */
const whole = { width: '100%', height: '100%' } as const;
const margin = { left: 0, right: insets.right, top: insets.top, bottom: 0 };

interface Props {
  readonly x: Axis;
  readonly y: Axis;
  readonly xTick: Tick;
  readonly yTick: Tick;
  /** Units, in the corners that ticks leave free. */
  readonly xTitle: string;
  readonly yTitle: string;
  readonly children: ReactNode;
}

export function Plot({ x, y, xTick, yTick, xTitle, yTitle, children }: Props) {
  return (
    <LineChart responsive style={whole} margin={margin} accessibilityLayer={false}>
      <CartesianGrid vertical={false} syncWithTicks stroke="var(--line)" />
      <HorizontalAxis axis={x} tick={xTick} />
      <VerticalAxis axis={y} tick={yTick} />
      <AxisTitles x={xTitle} y={yTitle} />
      {children}
    </LineChart>
  );
}
