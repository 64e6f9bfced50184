// A gain and its interval as a mark on a line that all marks of the same unit share, with zero where the two lanes are equal.

import type { Spread } from '../../shared/statistics.ts';
import styles from './cases.module.css';

/** Ends of a line, zero among them. */
export type Extent = readonly [low: number, high: number];

/** The line on which all of these intervals lie, with a little room at both ends. */
export function extentOf(gains: readonly Spread[]): Extent {
  const low = Math.min(0, ...gains.map(({ interval }) => interval[0]));
  const high = Math.max(0, ...gains.map(({ interval }) => interval[1]));
  const room = 0.04 * (high - low);
  return [low - room, high + room];
}

export function GainMark({ gain, extent }: { readonly gain: Spread; readonly extent: Extent }) {
  const [low, high] = extent;
  const at = (value: number) => `${(100 * (value - low)) / (high - low)}%`;
  return (
    <svg className={styles.mark} aria-hidden="true" focusable="false">
      <line className={styles.axis} x1="0" x2="100%" y1="50%" y2="50%" />
      <line className={styles.zero} x1={at(0)} x2={at(0)} y1="0" y2="100%" />
      <line
        className={styles.interval}
        x1={at(gain.interval[0])}
        x2={at(gain.interval[1])}
        y1="50%"
        y2="50%"
      />
      <circle cx={at(gain.mean)} cy="50%" r="4.5" />
    </svg>
  );
}
