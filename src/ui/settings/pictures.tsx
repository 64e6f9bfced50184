// The small drawings on the buttons of tasks and shapes. First class round, second square: colour is not the only cue.

import type { ReactNode } from 'react';
import type { Shape } from '../../shared/catalog/tasks.ts';
import styles from './radio-buttons.module.css';

const size = 23;

function Drawing({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      className={styles.picture}
      width={size}
      height={size}
      viewBox="0 0 28 28"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

type Dot = readonly [x: number, y: number, kind: number];

const turn = 2 * Math.PI;
const steps = (n: number): number[] => Array.from({ length: n }, (_, i) => i / (n - 1));
const ring = (x: number, y: number, r: number, n: number, kind: number): Dot[] =>
  Array.from({ length: n }, (_, i) => [
    x + r * Math.cos((turn * i) / n),
    y + r * Math.sin((turn * i) / n),
    kind,
  ]);

const dots: Record<Shape, readonly Dot[]> = {
  moons: steps(8).flatMap((t): Dot[] => [
    [10 - 7.5 * Math.cos((t * turn) / 2), 16 - 9 * Math.sin((t * turn) / 2), 0],
    [18 - 7.5 * Math.cos((t * turn) / 2), 12 + 9 * Math.sin((t * turn) / 2), 1],
  ]),
  spirals: steps(9).flatMap((t): Dot[] => {
    const x = (2.5 + 9.5 * t) * Math.cos((0.1 + 0.85 * t) * turn);
    const y = (2.5 + 9.5 * t) * Math.sin((0.1 + 0.85 * t) * turn);
    return [
      [14 + x, 14 + y, 0],
      [14 - x, 14 - y, 1],
    ];
  }),
  circles: [...ring(14, 14, 10.5, 13, 0), ...ring(14, 14, 4, 6, 1)],
  xor: [
    ...ring(8, 8, 3.6, 5, 0),
    ...ring(20, 20, 3.6, 5, 0),
    ...ring(20, 8, 3.6, 5, 1),
    ...ring(8, 20, 3.6, 5, 1),
  ],
  blobs: [...ring(8, 9, 3.2, 5, 0), ...ring(20, 9, 3.2, 5, 1), ...ring(14, 20, 3.2, 5, 2)],
};

function Scatter({ points }: { readonly points: readonly Dot[] }) {
  return (
    <Drawing>
      {points.map(([x, y, kind], at) => {
        const key = `${kind}-${at}`;
        return kind === 1 ? (
          <rect key={key} data-kind={1} x={x - 1.3} y={y - 1.3} width={2.6} height={2.6} />
        ) : (
          <circle key={key} data-kind={kind} cx={x} cy={y} r={1.5} />
        );
      })}
    </Drawing>
  );
}

export const shapePictures: Readonly<Record<Shape, ReactNode>> = {
  moons: <Scatter points={dots.moons} />,
  spirals: <Scatter points={dots.spirals} />,
  circles: <Scatter points={dots.circles} />,
  xor: <Scatter points={dots.xor} />,
  blobs: <Scatter points={dots.blobs} />,
};

/** By task; one without a drawing shows its name alone. */
export const taskPictures: Readonly<Record<string, ReactNode>> = {
  intents: (
    <Drawing>
      <path
        className={styles.line}
        d="M6.5 5.5h15a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3h-8l-5 4.5v-4.5h-2a3 3 0 0 1-3-3v-7a3 3 0 0 1 3-3z"
      />
      <path className={styles.line} d="M8 10h12M8 14h8" />
    </Drawing>
  ),
  plane: <Scatter points={dots.moons} />,
  text: (
    <Drawing>
      <path className={styles.line} d="M5 7.5h18M5 12.5h14M5 17.5h16M5 22.5h5" />
      <path className={styles.fill} d="M12 20.5h8v4h-8z" />
    </Drawing>
  ),
  table: (
    <Drawing>
      <path className={styles.line} d="M4.5 6.5h19v15h-19zM4.5 11.5h19M4.5 16.5h19M11 6.5v15" />
      <path className={styles.fill} d="M4.5 6.5h19v5h-19z" />
    </Drawing>
  ),
};
