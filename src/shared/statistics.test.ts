// Means and intervals against NumPy and an integrated Student density.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { holdsZero, percentiles, spreadOf, studentT, studentTWithin } from './statistics.ts';

const fixtures = JSON.parse(readFileSync(new URL('./statistics.fixtures.json', import.meta.url), 'utf8')) as {
  studentT: { degrees: number; t: number }[];
  intervals: { values: number[]; mean: number; deviation: number; interval: [number, number] }[];
};

describe("Student's t", () => {
  it.each(fixtures.studentT)('at 95 % with $degrees degrees of freedom', ({ degrees, t }) => {
    expect(Math.abs(studentT(0.95, degrees) / t - 1)).toBeLessThan(1e-9);
    expect(studentTWithin(t, degrees)).toBeCloseTo(0.95, 9);
  });
});

describe('spread', () => {
  it.each(fixtures.intervals)('of $values', ({ values, mean, deviation, interval }) => {
    const ours = spreadOf(values);
    expect(ours.count).toBe(values.length);
    expect(ours.mean).toBeCloseTo(mean, 9);
    expect(ours.deviation).toBeCloseTo(deviation, 9);
    expect(ours.interval[0]).toBeCloseTo(interval[0], 7);
    expect(ours.interval[1]).toBeCloseTo(interval[1], 7);
    expect(holdsZero(ours)).toBe(interval[0] <= 0 && interval[1] >= 0);
  });

  it('of one value has no deviation and no interval', () => {
    expect(spreadOf([3])).toEqual({
      count: 1,
      mean: 3,
      deviation: Number.NaN,
      interval: [Number.NaN, Number.NaN],
    });
    expect(spreadOf([]).mean).toBeNaN();
  });
});

describe('percentiles', () => {
  it('are the middle, and the nearest rank to 95 of 100', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(percentiles(values)).toEqual({ median: 50.5, p95: 95 });
    expect(percentiles([7])).toEqual({ median: 7, p95: 7 });
    expect(percentiles([]).median).toBeNaN();
  });
});
