// Bands over runs: what they hold, where they begin and end.

import { describe, expect, it } from 'vitest';
import { spreadOf } from '../shared/statistics.ts';
import { bandsOf, thinned } from './bands.ts';
import type { Series } from './series.ts';

const seriesOf = (...points: [step: number, value: number][]): Series => ({
  steps: Float32Array.from([...points.map(([step]) => step), 9999]),
  values: Float32Array.from([...points.map(([, value]) => value), -9999]),
  length: points.length,
});
const columns = (...points: [number, number][]) => new Map([['gain', seriesOf(...points)]]);

describe('bands', () => {
  it('are mean and interval at the steps that at least two runs measured', () => {
    const runs = [columns([0, 1], [20, 2], [40, 3]), columns([0, 3], [20, 4]), columns([20, 9], [60, 1])];
    const band = bandsOf(runs).get('gain');
    expect([...(band?.steps.slice(0, band.length) ?? [])]).toEqual([0, 20]);
    const { mean, interval } = spreadOf([2, 4, 9]);
    expect(band?.mean[1]).toBeCloseTo(mean, 5);
    expect(band?.low[1]).toBeCloseTo(interval[0], 5);
    expect(band?.high[1]).toBeCloseTo(interval[1], 5);
  });

  it('are none for one run, and leave out what is no number', () => {
    expect(bandsOf([columns([0, 1])]).size).toBe(0);
    expect(bandsOf([columns([0, Number.NaN], [1, 2]), columns([0, 1], [1, 2])]).get('gain')?.length).toBe(1);
  });

  it('thin to about one point a bucket and keep the last', () => {
    const many = Array.from({ length: 1001 }, (_, step): [number, number] => [step, step]);
    const band = bandsOf([columns(...many), columns(...many)]).get('gain');
    if (band === undefined) throw new Error('there is a band');
    const thin = thinned(band, 8);
    expect(thin.length).toBeLessThan(130);
    expect(thin.steps[thin.length - 1]).toBe(1000);
    expect(thin.high[thin.length - 1]).toBe(1000);
  });
});
