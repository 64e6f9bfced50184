// The processor's kernels against the composed operations they stand for, on the same backend.

import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../backend/backend.testing.ts';
import * as tf from '../tf.ts';
import { allowFused, isFused } from './kernels.ts';
import { parityCases } from './parity.testing.ts';
import type { ParityCase } from './parity-case.testing.ts';

beforeAll(() => useBackend('wasm'));
afterEach(() => allowFused(true));

const numbersOf = ({ run }: ParityCase, isFusing: boolean): number[][] => {
  allowFused(isFusing);
  return tf.tidy(() => run().map((tensor) => Array.from(tensor.dataSync())));
};

/** Largest difference, relative to the largest expected number (or 1e-3 where all are tiny). */
function relativeError(actual: readonly number[], expected: readonly number[]): number {
  const size = Math.max(1e-3, ...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs((actual[i] ?? Number.NaN) - value))) / size;
}

describe('kernels of the processor', () => {
  it('are there', () => {
    const names = ['dense', 'layerNorm', 'attention', 'embed', 'objective', 'update'] as const;
    expect(names.filter((name) => !isFused(name))).toEqual([]);
  });

  it.each(parityCases)('$name: as composed, and the same bits twice', (parity) => {
    const expected = numbersOf(parity, false);
    const actual = numbersOf(parity, true);
    expect(actual.length).toBe(expected.length);
    expected.forEach((values, i) => {
      expect(actual[i]?.length).toBe(values.length);
      expect(relativeError(actual[i] ?? [], values)).toBeLessThan(1e-5);
    });
    expect(numbersOf(parity, true)).toEqual(actual);
  });
});
