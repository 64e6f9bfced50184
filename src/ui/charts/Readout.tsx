// What a chart's curves say at the cursor: a small box beside the crosshair.

import { count } from '../format.ts';
import type { Unit } from './curves.ts';
import type { Cursor } from './drawing.ts';
import { LineSample } from './LineSample.tsx';
import { insets } from './paths.ts';
import styles from './Readout.module.css';
import { cell, unitNames } from './wording.ts';

interface Props {
  readonly read: Cursor;
  readonly unit: Unit;
  /** Last step of the axis. */
  readonly end: number;
}

export function Readout({ read: { step, dots }, unit, end }: Props) {
  const share = Math.min(1, step / end);
  const isLeft = share > 0.5;
  const x = `${insets.left}px + ${share} * (100% - ${insets.left + insets.right}px)`;
  const style = isLeft ? { right: `calc(100% - (${x}) + 8px)` } : { left: `calc(${x} + 8px)` };
  // Losses fall and scores rise: the box keeps to the corner that curves leave.
  const corner = unit === 'nats' ? { top: 0 } : { bottom: insets.bottom + 2 };
  return (
    <div className={styles.box} style={{ ...style, ...corner }} aria-hidden="true">
      <p className={styles.step}>
        Step {count(step)}
        <span>{unitNames[unit]}</span>
      </p>
      {dots.map(({ curve, point }) => (
        <p key={curve.column} className={styles.row}>
          <LineSample {...curve} />
          <span>{curve.short ?? curve.label}</span>
          <b>{cell(point.value, unit)}</b>
        </p>
      ))}
      {dots.length === 0 ? <p>nothing measured here</p> : null}
    </div>
  );
}
