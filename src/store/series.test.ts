// Series of one run: growth, rewinding to a checkpoint, and what is newest.

import { describe, expect, it } from 'vitest';
import type { Metrics } from '../shared/protocol/status.ts';
import { createSeries, type RunSeries } from './series.ts';

const teacherLoss = (...rows: [step: number, loss: number][]): Metrics => ({
  table: 'teacherLoss',
  values: Float32Array.from(rows.flat()),
});

const studentScore = (...rows: number[][]): Metrics => ({
  table: 'studentScore',
  values: Float32Array.from(rows.flat()),
});

function pointsOf(series: RunSeries, column: string): [number, number][] {
  const { steps, values, length } = series.columns.get(column) ?? { steps: [], values: [], length: 0 };
  return Array.from({ length }, (_, i) => [steps[i] ?? Number.NaN, values[i] ?? Number.NaN]);
}

describe('appending', () => {
  it('splits the rows of a table into its columns', () => {
    const series = createSeries();
    series.append([studentScore([0, 0.1, 2, 0.2, 9, 0.3, 4, 0.4, 9], [20, 0.5, 1, 0.6, 8, 0.7, 3, 0.8, 8])]);
    expect(pointsOf(series, 'student.valLoss')).toEqual([
      [0, 2],
      [20, 1],
    ]);
    expect(series.latest('control.agreement')).toBeCloseTo(0.8);
    expect(series.columns.size).toBe(8);
  });

  it('keeps every point when it grows beyond its first capacity, twice', () => {
    const series = createSeries();
    const count = 2500;
    for (let from = 1; from <= count; from += 100) {
      const rows = Array.from({ length: 100 }, (_, i): [number, number] => [from + i, 1 / (from + i)]);
      series.append([teacherLoss(...rows)]);
    }
    const points = pointsOf(series, 'teacher.loss');
    expect(points).toHaveLength(count);
    expect(points.every(([step], i) => step === i + 1)).toBe(true);
    expect(points[1023]?.[1]).toBeCloseTo(1 / 1024);
    expect(points[1024]?.[1]).toBeCloseTo(1 / 1025);
    expect(series.latest('teacher.loss')).toBeCloseTo(1 / count);
  });

  it('keeps values that are not numbers as they came', () => {
    const series = createSeries();
    series.append([teacherLoss([1, 2], [2, Number.NaN], [3, Number.POSITIVE_INFINITY])]);
    expect(pointsOf(series, 'teacher.loss').map(([, value]) => value)).toEqual([2, Number.NaN, Infinity]);
  });

  it('knows nothing before the first point', () => {
    const series = createSeries();
    expect(series.latest('teacher.loss')).toBeNull();
    series.append([teacherLoss()]);
    expect(series.latest('teacher.loss')).toBeNull();
  });
});

describe('rewinding', () => {
  function measured(): RunSeries {
    const series = createSeries();
    series.append([
      teacherLoss([1, 3], [2, 2], [3, 1]),
      studentScore([0, 0, 0, 0, 0, 0, 0, 0, 0], [20, 1, 1, 1, 1, 1, 1, 1, 1], [40, 2, 2, 2, 2, 2, 2, 2, 2]),
    ]);
    return series;
  }

  it("drops what lies beyond each lane's own step", () => {
    const series = measured();
    series.rewind(2, 0, 20);
    expect(pointsOf(series, 'teacher.loss')).toEqual([
      [1, 3],
      [2, 2],
    ]);
    expect(pointsOf(series, 'control.accuracy').map(([step]) => step)).toEqual([0, 20]);
  });

  it('drops everything when it goes back to the very beginning, which is measured again', () => {
    const series = measured();
    series.rewind(0, 0, 0);
    for (const column of series.columns.keys()) expect(series.latest(column)).toBeNull();
  });

  it('goes on from there without a double point', () => {
    const series = measured();
    series.rewind(2, 0, 20);
    series.append([teacherLoss([3, 9])]);
    expect(pointsOf(series, 'teacher.loss')).toEqual([
      [1, 3],
      [2, 2],
      [3, 9],
    ]);
  });

  it('leaves what lies before alone', () => {
    const series = measured();
    series.rewind(100, 0, 100);
    expect(pointsOf(series, 'teacher.loss')).toHaveLength(3);
    expect(pointsOf(series, 'student.accuracy')).toHaveLength(3);
  });
});

it('a series made of others copies them', () => {
  const series = createSeries();
  series.append([{ table: 'teacherScore', values: Float32Array.from([1, 2, 3]) }]);
  expect(createSeries(series.columns).latest('teacher.accuracy')).toBe(2);
});
