// All answers to a question with three classes, as a triangle: where the loss pushes a student from each of them, and the two
// answers that a visitor moves, by pointer or by arrow keys.

import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './losses.module.css';
import {
  cornerAt,
  distance,
  field,
  moved,
  outline,
  type Point,
  size,
  type Three,
  toPoint,
  toShares,
} from './triangle.ts';

export const classNames = ['A', 'B', 'C'] as const;
export type Mover = 'student' | 'teacher';

interface Props {
  readonly student: Three;
  readonly teacher: Three;
  /** Ends of the arrows that begin at `field`, row after row; null until they are known. */
  readonly ends: Float32Array | null;
  readonly onMove: (who: Mover, to: Three) => void;
}

/** A press this near to the teacher takes hold of it; anywhere else it moves the student. */
const holdDistance = 16;

export const inWords = (p: Three): string =>
  p.map((share, k) => `${classNames[k]} ${(100 * share).toFixed(0)} %`).join(', ');

function Arrow({ from, to }: { readonly from: Point; readonly to: Point }) {
  const length = distance(from, to);
  if (length < 0.75) return <circle cx={from.x} cy={from.y} r="1" className={styles.still} />;
  const angle = (180 / Math.PI) * Math.atan2(to.y - from.y, to.x - from.x);
  const head = Math.min(5, length);
  return (
    <g className={styles.arrow} transform={`translate(${from.x} ${from.y}) rotate(${angle})`}>
      <path d={`M0 0H${length}M${length - head} ${-head / 2}L${length} 0L${length - head} ${head / 2}`} />
    </g>
  );
}

export function Triangle({ student, teacher, ends, onMove }: Props) {
  const places = { student: toPoint(student), teacher: toPoint(teacher) };

  function pointAt(event: PointerEvent<SVGSVGElement>): Point {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * size.width,
      y: ((event.clientY - box.top) / box.height) * size.height,
    };
  }
  function hold(event: PointerEvent<SVGSVGElement>): void {
    const point = pointAt(event);
    const near = distance(point, places.teacher) < holdDistance;
    const isStudent = !near || distance(point, places.student) < distance(point, places.teacher);
    event.currentTarget.dataset.held = isStudent ? 'student' : 'teacher';
    event.currentTarget.setPointerCapture(event.pointerId);
    onMove(isStudent ? 'student' : 'teacher', toShares(point));
  }
  function drag(event: PointerEvent<SVGSVGElement>): void {
    const { held } = event.currentTarget.dataset;
    if (held !== undefined) onMove(held as Mover, toShares(pointAt(event)));
  }
  function letGo(event: PointerEvent<SVGSVGElement>): void {
    delete event.currentTarget.dataset.held;
  }
  const press = (who: Mover, p: Three) => (event: KeyboardEvent) => {
    const to = moved(p, event.key);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(who, to);
  };
  const handle = (who: Mover, p: Three) => ({
    role: 'slider',
    tabIndex: 0,
    'aria-label': `${who === 'student' ? 'Student' : 'Teacher'}’s answer, moved by arrow keys`,
    'aria-valuemin': 0,
    'aria-valuemax': 100,
    'aria-valuenow': Math.round(100 * p[0]),
    'aria-valuetext': inWords(p),
    className: styles.handle,
    transform: `translate(${places[who].x} ${places[who].y})`,
    onKeyDown: press(who, p),
  });

  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing that holds two sliders is a group, and no fieldset can be drawn.
    <svg
      className={styles.triangle}
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="group"
      aria-label="All answers of three classes, with arrows along which the loss pushes the student"
      onPointerDown={hold}
      onPointerMove={drag}
      onPointerUp={letGo}
      onPointerCancel={letGo}
    >
      <polygon points={outline} className={styles.simplex} />
      {classNames.map((name, k) => {
        const { x, y } = cornerAt(k);
        return (
          <text key={name} x={x} y={k === 0 ? y - 7 : y + 19} textAnchor="middle" className={styles.corner}>
            {k === 0 ? `${name} (label)` : name}
          </text>
        );
      })}
      {ends !== null &&
        field.map((from, i) => (
          <Arrow key={from.join()} from={toPoint(from)} to={toPoint(ends.subarray(3 * i, 3 * i + 3))} />
        ))}
      <g {...handle('teacher', teacher)}>
        <rect x="-14" y="-14" width="28" height="28" className={styles.grip} />
        <path d="M0-9L9 0L0 9L-9 0Z" className={styles.teacher} />
      </g>
      <g {...handle('student', student)}>
        <rect x="-14" y="-14" width="28" height="28" className={styles.grip} />
        <circle r="7.5" className={styles.student} />
      </g>
    </svg>
  );
}
