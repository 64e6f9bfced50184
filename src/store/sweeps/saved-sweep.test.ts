// A stored sweep comes back as it was, and is not trusted.

import { describe, expect, it } from 'vitest';
import { readSweep, toStoredSweep, trialsLeft } from './saved-sweep.ts';
import { planOf } from './sweeps.testing.ts';

describe('a stored sweep', () => {
  const sweep = {
    id: 'a',
    name: 'one',
    startedAt: 5,
    plan: planOf('distill.temperature=1,2;seeds=2'),
    state: 'paused',
    results: [],
    backend: 'wasm',
    ownData: null,
  } as const;

  it('comes back as it was', () => expect(readSweep(toStoredSweep(sweep))).toEqual(sweep));

  it.each([
    ['nothing', null, 'another version'],
    ['another version', { ...toStoredSweep(sweep), version: 9 }, 'another version of this page (9'],
    ['no name', { ...toStoredSweep(sweep), name: 7 }, 'is no record of a sweep'],
    ['a hostile plan', { ...toStoredSweep(sweep), written: 'distill.alpha=0:1:1e9' }, 'cannot be followed'],
  ])('with %s is refused', (_, raw, said) => expect(() => readSweep(raw)).toThrowError(said));

  it('drops results that belong to no run, and the second of one', () => {
    const result = { point: 0, seed: 3, failed: null, figures: { x: 1, y: 'z' }, runId: 5, tookMs: 1 };
    const results = [result, result, { ...result, point: 9 }, { ...result, seed: 1 }, null];
    const read = readSweep({ ...toStoredSweep(sweep), results });
    expect(read.results).toEqual([{ ...result, figures: { x: 1 }, runId: null, teacherReused: false }]);
    expect(trialsLeft(read)).toHaveLength(3);
  });
});
