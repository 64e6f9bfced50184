// What charts draw: extremes kept, smoothing, gaps, table rows.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketSize,
  drawnColumns,
  extentOf,
  gainOf,
  lastStep,
  smooth,
  tableRows,
  trace,
  valueAt,
} from './chart-data.ts';
import type { Series } from './series.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** A series with spare capacity, as growing ones have: nothing behind `length` may be read. */
function seriesOf(points: readonly (readonly [step: number, value: number])[]): Series {
  const steps = new Float32Array(points.length + 3).fill(7777);
  const values = new Float32Array(points.length + 3).fill(-7777);
  points.forEach(([step, value], i) => {
    steps[i] = step;
    values[i] = value;
  });
  return { steps, values, length: points.length };
}

const everyStep = (values: readonly number[], first = 1): Series =>
  seriesOf(values.map((value, i) => [first + i, value] as const));

const valuesOf = ({ values, length }: Series): number[] => Array.from(values.slice(0, length));

describe('smoothing', () => {
  it('leaves the series alone at weight 0', () => {
    expect(valuesOf(smooth(everyStep([3, 1, 2]), 0))).toEqual([3, 1, 2]);
  });

  it('is corrected at the start: the first value stays, a constant stays constant', () => {
    expect(valuesOf(smooth(everyStep([5, 5, 5, 5]), 0.95))).toEqual([5, 5, 5, 5]);
    const [first, second] = valuesOf(smooth(everyStep([4, 0]), 0.5));
    expect(first).toBe(4);
    // (0.25 * 4 + 0.5 * 0) / 0.75
    expect(second).toBeCloseTo(4 / 3);
  });

  it('stays within the range of what was measured', () => {
    const finite = fc.float({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1 }),
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        (values, w) => {
          for (const value of valuesOf(smooth(everyStep(values), w))) {
            expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-3);
            expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-3);
          }
        },
      ),
    );
  });

  it('keeps a gap where a value is not finite, and forgets nothing over it', () => {
    expect(valuesOf(smooth(everyStep([2, nan, infinity, 2]), 0.9))).toEqual([2, nan, nan, 2]);
    expect(valuesOf(smooth(everyStep([nan, 3]), 0.9))).toEqual([nan, 3]);
  });
});

describe('traces', () => {
  it('keeps the least and the greatest of each bucket, where they were measured', () => {
    const values = Array.from({ length: 1000 }, (_, i) => Math.sin(i / 50));
    values[437] = 9;
    values[438] = -9;
    const points = trace(everyStep(values), 8);
    expect(points).toContainEqual({ step: 438, value: 9 });
    expect(points).toContainEqual({ step: 439, value: -9 });
    expect(points.length).toBeLessThanOrEqual(2 * 126);
  });

  it('has rising steps, and the same extremes as the series', () => {
    const value = fc.oneof(
      fc.float({ min: -9, max: 9, noNaN: true }),
      fc.constantFrom(nan, infinity, -infinity),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 300 }),
        fc.constantFrom(1, 2, 8, 64),
        (values, size) => {
          const points = trace(everyStep(values), size);
          for (let i = 1; i < points.length; i++) {
            expect(points[i]?.step).toBeGreaterThan(points[i - 1]?.step ?? 0);
          }
          const finite = values.filter(Number.isFinite);
          const extent = extentOf([points]);
          expect(extent?.low ?? null).toBe(finite.length === 0 ? null : Math.min(...finite));
          expect(extent?.high ?? null).toBe(finite.length === 0 ? null : Math.max(...finite));
          expect(points.some((point) => Number.isNaN(point.value))).toBe(finite.length < values.length);
        },
      ),
    );
  });

  it('draws a few points as they are', () => {
    const points = trace(
      seriesOf([
        [0, 1],
        [20, 2],
        [40, 0],
      ]),
      1,
    );
    expect(points).toEqual([
      { step: 0, value: 1 },
      { step: 20, value: 2 },
      { step: 40, value: 0 },
    ]);
  });

  it('leaves a gap for values that are not finite, beside the finite ones of their bucket', () => {
    expect(trace(everyStep([1, nan, infinity, nan, 2], 0), 2)).toEqual([
      { step: 0, value: 1 },
      { step: 1, value: nan },
      { step: 3, value: nan },
      { step: 4, value: 2 },
    ]);
  });

  it('does not move what is drawn when the run goes on', () => {
    const values = Array.from({ length: 600 }, (_, i) => Math.cos(i * i));
    const size = bucketSize(600, 150);
    const early = trace(everyStep(values.slice(0, 300), 0), size);
    const late = trace(everyStep(values, 0), size);
    expect(late.slice(0, early.length)).toEqual(early);
  });

  it('can leave the untrained start out of the extent', () => {
    const points = trace(
      seriesOf([
        [0, 0.1],
        [20, 0.8],
        [40, 0.9],
      ]),
      1,
    );
    expect(extentOf([points], 1)?.low).toBeCloseTo(0.8);
    expect(extentOf([points.slice(0, 1)], 1)).toBeNull();
  });

  it('gives at most the asked number of buckets', () => {
    expect(bucketSize(0, 150)).toBe(1);
    expect(bucketSize(150, 150)).toBe(1);
    expect(bucketSize(151, 150)).toBe(2);
    expect(100_000 / bucketSize(100_000, 150)).toBeLessThanOrEqual(150);
  });
});

describe('columns as drawn', () => {
  const columns = new Map([
    ['student.loss', everyStep([4, 0])],
    ['student.valLoss', everyStep([4, 0])],
    [
      'student.accuracy',
      seriesOf([
        [0, 0.5],
        [20, 0.75],
        [40, 0.9],
        [60, nan],
      ]),
    ],
    [
      'control.accuracy',
      seriesOf([
        [20, 0.5],
        [40, 1],
        [60, 0.5],
        [80, 0.5],
      ]),
    ],
  ]);

  it('smooths training losses and nothing else', () => {
    const drawn = drawnColumns(columns, 0.5);
    expect(valuesOf(drawn.get('student.loss') as Series)[1]).toBeCloseTo(4 / 3);
    expect(valuesOf(drawn.get('student.valLoss') as Series)).toEqual([4, 0]);
  });

  it('derives the gain where both lanes were measured', () => {
    const gain = drawnColumns(columns, 0).get('gain') as Series;
    expect(Array.from(gain.steps.slice(0, gain.length))).toEqual([20, 40, 60]);
    const [first, second, third] = valuesOf(gain);
    expect(first).toBeCloseTo(0.25);
    expect(second).toBeCloseTo(-0.1);
    expect(third).toBeNaN();
    expect(gainOf(new Map()).length).toBe(0);
  });

  it('knows the last step of all or of some columns', () => {
    expect(lastStep(columns)).toBe(80);
    expect(lastStep(columns, ['student.loss', 'missing'])).toBe(2);
    expect(lastStep(new Map())).toBe(0);
  });
});

describe('reading at a step', () => {
  const scores = seriesOf([
    [0, 0.1],
    [20, 0.2],
    [40, 0.3],
  ]);

  it('gives the last measurement at or before it', () => {
    expect(valueAt(scores, 20)).toEqual({ step: 20, value: expect.closeTo(0.2) });
    expect(valueAt(scores, 39.5)?.step).toBe(20);
    expect(valueAt(scores, 55)?.step).toBe(40);
  });

  it('says nothing before the first and well beyond the last', () => {
    expect(valueAt(scores, -1)).toBeNull();
    expect(valueAt(scores, 61)).toBeNull();
    expect(valueAt(seriesOf([]), 3)).toBeNull();
  });
});

describe('table rows', () => {
  const steps = Array.from({ length: 501 }, (_, i) => 2 * i);
  const columns = new Map([
    ['student.accuracy', seriesOf(steps.map((step) => [step, step / 1000]))],
    ['student.loss', everyStep(Array.from({ length: 1000 }, (_, i) => i + 1))],
  ]);

  it('are thinned evenly, with the last one kept', () => {
    const rows = tableRows(columns, ['student.accuracy'], ['student.accuracy'], 50);
    expect(rows.length).toBeLessThanOrEqual(51);
    expect(rows[0]?.step).toBe(0);
    expect(rows.at(-1)).toEqual({ step: 1000, values: [1] });
    const distances = rows.slice(1, -1).map(({ step }, i) => step - (rows[i]?.step ?? 0));
    expect(new Set(distances).size).toBe(1);
  });

  it('hold what was measured at exactly their step', () => {
    const rows = tableRows(columns, ['student.loss', 'control.loss'], ['student.accuracy'], 50);
    expect(rows[0]?.values).toEqual([null, null]);
    expect(rows[1]?.values).toEqual([rows[1]?.step, null]);
  });

  it('are none where nothing was measured', () => {
    expect(tableRows(new Map(), ['gain'], ['student.accuracy'], 50)).toEqual([]);
  });
});
