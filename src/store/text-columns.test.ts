// Perplexity, bits a character and the entropy floor follow from the loss, and from nothing else.

import { describe, expect, it } from 'vitest';
import { withTextColumns } from './text-columns.ts';

const columns = new Map([
  [
    'student.valLoss',
    { steps: Float32Array.of(0, 10, 0), values: Float32Array.of(Math.LN2 * 3, Math.LN2, 99), length: 2 },
  ],
]);

describe('measures of language models', () => {
  it('are the loss in other units', () => {
    const all = withTextColumns(columns, { charactersPerToken: 2, entropyFloor: null });
    const perplexity = all.get('student.perplexity');
    expect(perplexity?.length).toBe(2);
    expect(Array.from(perplexity?.values ?? []).map((value) => Math.round(value))).toEqual([8, 2]);
    expect(all.get('student.bitsPerCharacter')?.values[0]).toBeCloseTo(1.5, 5);
    expect(all.has('floor')).toBe(false);
  });

  it('have a floor where the truth is known', () => {
    const floor = withTextColumns(columns, { charactersPerToken: 1, entropyFloor: 1.5 }).get('floor');
    expect(Array.from(floor?.steps ?? [])).toEqual([0, 10]);
    expect(Array.from(floor?.values ?? [])).toEqual([1.5, 1.5]);
  });

  it('are none of other tasks', () => {
    expect(withTextColumns(columns, { charactersPerToken: null, entropyFloor: null })).toBe(columns);
  });
});
