// Axes: round numbers around what they show, whatever that is.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearAxis, logAxis, sameAxis, stepAxis } from './axes.ts';
import { extentOf } from './chart-data.ts';

describe('axes', () => {
  it('end at round numbers around what they show', () => {
    expect(linearAxis(0, 2.31).ticks).toEqual([0, 1, 2, 3]);
    expect(linearAxis(0.817, 0.95).ticks).toEqual([0.8, 0.85, 0.9, 0.95]);
    expect(linearAxis(-0.03, 0.127).ticks).toEqual([-0.05, 0, 0.05, 0.1, 0.15]);
  });

  it('never end beyond a share of 1', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          const { domain } = linearAxis(Math.min(a, b), Math.max(a, b));
          if (Math.abs(a - b) > 1e-6) expect(domain[1]).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
    );
  });

  it('cover their range with a few finite ticks, whatever the range', () => {
    const bound = fc.double({ min: -1e30, max: 1e30, noNaN: true });
    fc.assert(
      fc.property(bound, bound, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const { domain, ticks } = linearAxis(low, high);
        const slack = 1e-6 * (Math.abs(low) + Math.abs(high)) + 1e-300;
        expect(domain[0]).toBeLessThanOrEqual(low + slack);
        expect(domain[1]).toBeGreaterThanOrEqual(high - slack);
        expect(domain[1]).toBeGreaterThan(domain[0]);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('of steps end exactly where the run does', () => {
    expect(stepAxis(600)).toEqual({ domain: [0, 600], ticks: [0, 200, 400, 600], log: false });
    expect(stepAxis(0).domain).toEqual([0, 1]);
    expect(stepAxis(3).ticks).toEqual([0, 1, 2, 3]);
  });

  it('on a log scale survive zeros, nothing at all, and six orders of magnitude', () => {
    const axisOf = (...values: number[]) =>
      logAxis(extentOf([values.map((value, step) => ({ step, value }))]));
    expect(axisOf(0, 0, Number.NaN).domain).toEqual([0.001, 1]);
    expect(axisOf().domain).toEqual([0.001, 1]);
    expect(axisOf(0, 0.3, 2.4)).toEqual({ domain: [0.2, 5], ticks: [0.2, 0.5, 1, 2, 5], log: true });
    expect(axisOf(0.001, 0.1, 3).ticks).toEqual([0.001, 0.01, 0.1, 1]);
    expect(axisOf(1e-30, 1).domain).toEqual([1e-6, 1]);
    expect(axisOf(1, 1).domain).toEqual([1, 2]);
  });

  it('on a log scale cover their range, whatever the range', () => {
    const positive = fc.double({ min: 1e-30, max: 1e30, noNaN: true });
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const { domain, ticks } = logAxis({ low, high, leastPositive: low });
        expect(domain[0]).toBeGreaterThan(0);
        expect(domain[0]).toBeLessThanOrEqual(Math.max(low, high * 1e-6) * (1 + 1e-6));
        expect(domain[1]).toBeGreaterThanOrEqual(high * (1 - 1e-6));
        expect(domain[1]).toBeGreaterThan(domain[0]);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.length).toBeLessThanOrEqual(9);
      }),
    );
  });

  it('are the same when they look the same', () => {
    expect(sameAxis(linearAxis(0, 2.3), linearAxis(0, 2.9))).toBe(true);
    expect(sameAxis(linearAxis(0, 2.3), linearAxis(0, 3.1))).toBe(false);
  });
});
