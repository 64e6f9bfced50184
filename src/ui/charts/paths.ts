// SVG path data of curves and marks, from points and scales. No React, no state.

import type { Band } from '../../store/bands.ts';
import { bucketSize, type Point } from '../../store/chart-data.ts';
import type { Mark } from './curves.ts';

/** From a value to a pixel, as recharts' scale hooks give it. */
export type Scale = (value: number) => number | undefined;

/** Pixels around the plot; fixed, so that nothing moves while numbers grow. On the right half of a tick's label fits. */
export const insets = { left: 46, right: 20, top: 24, bottom: 22 } as const;

/** Tenths of a pixel are enough. */
const px = (value: number): number => Math.round(10 * value) / 10;

function place(point: Point, x: Scale, y: Scale, floor: number): [number, number] | null {
  if (!Number.isFinite(point.value)) return null;
  const at = x(point.step);
  const height = y(Math.max(floor, point.value));
  if (at === undefined || height === undefined || !Number.isFinite(at) || !Number.isFinite(height))
    return null;
  return [px(at), px(height)];
}

/** A line through the points, broken at gaps; a point alone between gaps becomes a speck. Values below `floor` lie on it. */
export function linePath(points: readonly Point[], x: Scale, y: Scale, floor: number): string {
  let path = '';
  let run = 0;
  const endRun = () => {
    if (run === 1) path += 'h2';
    run = 0;
  };
  for (const point of points) {
    const at = place(point, x, y, floor);
    if (at === null) endRun();
    else {
      path += `${run === 0 ? 'M' : 'L'}${at[0]} ${at[1]}`;
      run += 1;
    }
  }
  endRun();
  return path;
}

/** The mean of a band as points of a line. */
export const meanPoints = ({ steps, mean, length }: Band): Point[] =>
  Array.from({ length }, (_, i) => ({ step: steps[i] ?? 0, value: mean[i] ?? Number.NaN }));

/** The outline of a band: along its upper bounds and back along its lower ones. */
export function bandPath({ steps, low, high, length }: Band, x: Scale, y: Scale, floor: number): string {
  const at = (values: Float32Array, i: number) =>
    place({ step: steps[i] ?? 0, value: values[i] ?? Number.NaN }, x, y, floor);
  const there = Array.from({ length }, (_, i) => at(high, i));
  const back = Array.from({ length }, (_, i) => at(low, length - 1 - i));
  const corners = [...there, ...back].filter((corner) => corner !== null);
  return corners.length < 3 ? '' : `M${corners.map((corner) => corner.join(' ')).join('L')}z`;
}

/** The outline of one mark around a point. */
export function markPath(mark: Exclude<Mark, 'none'>, x: number, y: number): string {
  switch (mark) {
    case 'circle':
      return `M${px(x - 2.5)} ${y}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0`;
    case 'square':
      return `M${px(x - 2.2)} ${px(y - 2.2)}h4.4v4.4h-4.4z`;
    case 'triangle':
      return `M${x} ${px(y - 3)}l3 5h-6z`;
    default:
      return mark satisfies never;
  }
}

const mostMarks = 16;

/** Marks on an even choice of the points. */
export function marksPath(mark: Mark, points: readonly Point[], x: Scale, y: Scale, floor: number): string {
  if (mark === 'none') return '';
  const every = bucketSize(points.length, mostMarks);
  let path = '';
  for (let i = 0; i < points.length; i += every) {
    const at = place(points[i] as Point, x, y, floor);
    if (at !== null) path += markPath(mark, at[0], at[1]);
  }
  return path;
}
