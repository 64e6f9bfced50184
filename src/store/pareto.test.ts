// The front: nothing on it is beaten, everything else is.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paretoFront, type Scored } from './pareto.ts';

const point = fc.record({ size: fc.integer({ min: 1, max: 9 }), score: fc.integer({ min: 0, max: 9 }) });
const beats = (a: Scored, b: Scored, more: boolean): boolean =>
  a.size <= b.size &&
  (more ? a.score >= b.score : a.score <= b.score) &&
  (a.size < b.size || a.score !== b.score);

describe('Pareto front', () => {
  it('holds every point that none beats, once, and no other', () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), fc.boolean(), (points, more) => {
        const front = paretoFront(points, more);
        const key = ({ size, score }: Scored) => `${size}/${score}`;
        const unbeaten = points.filter((own) => !points.some((other) => beats(other, own, more)));
        expect(front.map(key).sort()).toEqual([...new Set(unbeaten.map(key))].sort());
        for (let i = 1; i < front.length; i++) {
          expect(front[i]?.size).toBeGreaterThan(front[i - 1]?.size ?? 0);
        }
      }),
    );
  });

  it('leaves out what is no number', () => {
    expect(paretoFront([{ size: 1, score: Number.NaN }], true)).toEqual([]);
  });
});
