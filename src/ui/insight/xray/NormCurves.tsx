// Gradient norms of one lane over its steps, on a logarithmic axis: the labels' side dashed, the teacher's side solid.

import { linePath } from '../../charts/paths.ts';
import type { Norms, Seen } from './history.ts';
import { figure, powerOfTen } from './words.ts';
import styles from './xray.module.css';

const size = { width: 320, height: 84, left: 44, right: 6, top: 6, bottom: 16 } as const;

interface Props {
  readonly lane: 'student' | 'control';
  readonly name: string;
  readonly seen: readonly Seen[];
}

/** The powers of ten that hold every norm; one decade where there is none. */
function decades(values: readonly number[]): [number, number] {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  if (logs.length === 0) return [-3, 0];
  const low = Math.floor(Math.min(...logs));
  return [low, Math.max(low + 1, Math.ceil(Math.max(...logs)))];
}

export function NormCurves({ lane, name, seen }: Props) {
  const all = seen.flatMap((entry) => [entry[lane].labels, entry[lane].teacher]);
  const [low, high] = decades(all);
  const lastStep = Math.max(1, seen[seen.length - 1]?.step ?? 1);
  const x = (step: number) => size.left + (step / lastStep) * (size.width - size.left - size.right);
  const y = (value: number) => {
    const share = (Math.log10(value) - low) / (high - low);
    return size.height - size.bottom - share * (size.height - size.top - size.bottom);
  };
  const path = (side: keyof Norms) =>
    linePath(
      seen.map((entry) => ({ step: entry.step, value: entry[lane][side] })),
      x,
      y,
      10 ** low,
    );
  const newest = seen[seen.length - 1]?.[lane];
  const summary =
    newest === undefined
      ? `${name}: no gradient norms yet`
      : `${name}: gradient norms over ${lastStep} steps; now labels ${figure(newest.labels)}, teacher ${figure(newest.teacher)}`;
  return (
    <figure className={styles.curves}>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={summary}>
        {[low, high].map((power) => (
          <g key={power}>
            <path d={`M${size.left} ${y(10 ** power)}H${size.width - size.right}`} stroke="var(--line)" />
            <text x={size.left - 4} y={y(10 ** power) + 4} textAnchor="end">
              {powerOfTen(power)}
            </text>
          </g>
        ))}
        <text x={size.left} y={size.height - 2}>
          0
        </text>
        <text x={size.width - size.right} y={size.height - 2} textAnchor="end">
          step {seen.length === 0 ? '–' : lastStep}
        </text>
        <path
          d={path('labels')}
          fill="none"
          stroke={`var(--${lane})`}
          strokeWidth="1.5"
          strokeDasharray="3 3"
        />
        <path d={path('teacher')} fill="none" stroke={`var(--${lane})`} strokeWidth="2" />
      </svg>
      <figcaption>Norms so far: labels dashed, teacher solid; log scale</figcaption>
    </figure>
  );
}
