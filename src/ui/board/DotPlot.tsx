// A dot for each learner, stacked where they meet: how far the same figure spreads over a class.

import { count } from '../format.ts';
import styles from './board.module.css';

export interface Dots {
  readonly label: string;
  readonly values: readonly number[];
}

const width = 320;
const bins = 40;
const radius = 3.4;
const most = 12;

const write = (value: number): string =>
  Math.abs(value) >= 1000 ? count(value) : String(Number(value.toPrecision(3)));

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}

/** "18 values, 42.1 to 61 %, median 55" */
function describe({ values }: Dots, unit: string): string {
  if (values.length === 0) return 'no values';
  const range = `${write(Math.min(...values))} to ${write(Math.max(...values))} ${unit}`;
  return `${values.length} ${values.length === 1 ? 'value' : 'values'}, ${range}, median ${write(median(values))}`;
}

/** Places of the dots: bins along the axis, one above the other, drawn closer where many meet. */
function places(values: readonly number[], from: number, to: number): { x: number; y: number }[] {
  const heights = new Map<number, number>();
  const tallest = Math.max(1, ...values.map((value) => values.filter((other) => other === value).length));
  const rise = Math.min(2 * radius, (most * 2 * radius) / tallest);
  return values.map((value) => {
    const share = to > from ? (value - from) / (to - from) : 0.5;
    const bin = Math.round(share * bins);
    const height = heights.get(bin) ?? 0;
    heights.set(bin, height + 1);
    return { x: radius + (bin / bins) * (width - 2 * radius), y: height * rise };
  });
}

export function DotPlot({ dots, unit }: { readonly dots: readonly Dots[]; readonly unit: string }) {
  const all = dots.flatMap(({ values }) => values);
  if (all.length === 0) return null;
  const [from, to] = [Math.min(...all), Math.max(...all)];
  return (
    <div className={styles.dots}>
      {dots.map((row) => {
        const placed = places(row.values, from, to);
        const height = 2 * radius + Math.max(0, ...placed.map(({ y }) => y));
        return (
          <figure key={row.label}>
            <figcaption>
              {row.label} <span className="soft">{describe(row, unit)}</span>
            </figcaption>
            <svg viewBox={`0 0 ${width} ${height + 2}`} role="img" aria-label={describe(row, unit)}>
              <line x1="0" x2={width} y1={height + 1} y2={height + 1} className={styles.axis} />
              {placed.map(({ x, y }, at) => (
                <circle
                  key={`${at}-${x}`}
                  cx={x}
                  cy={height - radius - y}
                  r={radius}
                  className={styles.dot}
                />
              ))}
            </svg>
          </figure>
        );
      })}
      <p className={styles.ends} aria-hidden="true">
        <span>
          {write(from)} {unit}
        </span>
        <span>
          {write(to)} {unit}
        </span>
      </p>
    </div>
  );
}
