// A network as columns of dots, with the number of units above each column.

import styles from './model.module.css';
import { type Column, sketch, type Widths } from './network-sketch.ts';

interface Props {
  readonly widths: Widths;
  readonly lane: 'teacher' | 'student' | 'assistant';
  /** Width of the drawing in its own units, which are CSS pixels on the wide page. */
  readonly span: number;
}

const top = 12;
const gap = 5;
const radius = 2;

const edges = (from: Column, to: Column): string =>
  from.dots.flatMap((a) => to.dots.map((b) => `M${from.x} ${a}L${to.x} ${b}`)).join('');

export function NetworkSketch({ widths, lane, span }: Props) {
  const { columns, height } = sketch(widths, { left: 13, right: span - 13, top, gap });
  return (
    <svg
      className={styles.sketch}
      data-lane={lane}
      viewBox={`0 0 ${span} ${height}`}
      role="img"
      aria-label={`Units per layer: ${widths.map((width) => width ?? 'unknown').join(', ')}`}
    >
      {columns.slice(1).map((column, at) => {
        const before = columns[at];
        return (
          before && (
            <path
              key={`${before.x}`}
              className={styles.edges}
              d={edges(before, column)}
              vectorEffect="non-scaling-stroke"
            />
          )
        );
      })}
      {columns.map((column, at) => (
        <g key={column.x} data-end={at === 0 || at === columns.length - 1 || undefined}>
          {column.dots.map((y) => (
            <circle key={y} cx={column.x} cy={y} r={radius} />
          ))}
          <text x={column.x} y={9} textAnchor="middle">
            {column.width ?? '?'}
          </text>
        </g>
      ))}
    </svg>
  );
}
