// How like units, layers and heads are, against NumPy's numbers; and which units are chosen to be shown.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../backend/backend.testing.ts';
import { tensorCount } from '../backend/internals.ts';
import * as tf from '../tf.ts';
import { chooseUnits } from './choose.ts';
import { headDistance, headFigures } from './heads.ts';
import { ckaTable, likeness } from './similarity.ts';

interface Fixtures {
  layers: {
    name: string;
    shape: [number, number, number];
    x: number[];
    y: number[];
    cka: number;
    correlations: number[];
  }[];
  heads: {
    name: string;
    length: number;
    a: number[];
    b: number[];
    distance: number;
    entropy: number;
    lookBack: number;
  }[];
}

const fixtures = JSON.parse(
  readFileSync(new URL('inside.fixtures.json', import.meta.url), 'utf8'),
) as Fixtures;

const close = (actual: number | undefined, expected: number, within = 2e-5) =>
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThan(within);

describe.each(['cpu', 'wasm'] as const)('similarity on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(fixtures.layers)('of layers and of units is NumPy’s: $name', ({ shape, x, y, ...expected }) => {
    const [rows, p, q] = shape;
    const before = tensorCount();
    tf.tidy(() => {
      const [a, b] = [tf.tensor2d(x, [rows, p]), tf.tensor2d(y, [rows, q])];
      const [own, across] = ckaTable([a], [a, b]).dataSync();
      close(own, 1);
      close(across, expected.cka);
      const found = likeness(a, b);
      const [best, most, least, met] = [found.best, found.most, found.least, found.met].map((tensor) => [
        ...tensor.dataSync(),
      ]);
      for (let i = 0; i < p; i++) {
        const row = expected.correlations.slice(i * q, (i + 1) * q);
        close(most?.[i], Math.max(...row));
        close(least?.[i], Math.min(...row));
        close(Math.abs(row[best?.[i] ?? -1] ?? 0), Math.max(...row.map(Math.abs)));
      }
      for (let j = 0; j < q; j++)
        close(
          met?.[j],
          Math.max(...Array.from({ length: p }, (_, i) => Math.abs(expected.correlations[i * q + j] ?? 0))),
        );
    });
    expect(tensorCount()).toBe(before);
  });

  it('of what is the same everywhere is none, whatever it is', () => {
    tf.tidy(() => {
      const flat = tf.fill([6, 2], 0.3) as tf.Tensor2D;
      const other = tf.tensor2d([1, 2, 3, 4, 5, 7], [6, 1]);
      expect([...ckaTable([flat, tf.zeros([6, 2])], [other]).dataSync()]).toEqual([Number.NaN, Number.NaN]);
      const found = likeness(flat, other);
      expect([...found.varies.dataSync()]).toEqual([0, 0]);
      expect([...found.otherVaries.dataSync(), ...found.most.dataSync()]).toEqual([1, 0, 0]);
    });
  });
});

describe('heads of attention', () => {
  it.each(fixtures.heads)('have NumPy’s figures: $name', ({ length, a, b, ...expected }) => {
    const { entropy, lookBack } = headFigures(a, length);
    close(entropy, expected.entropy, 1e-6);
    close(lookBack, expected.lookBack, 1e-6);
    close(headDistance(a, b, length), expected.distance, 1e-6);
    close(headDistance(a, a, length), 0, 1e-12);
  });
});

describe('units on show', () => {
  it('are those of the largest norms, in their order', () => {
    expect(chooseUnits([3, 1, 2, 5], 2)).toEqual([0, 3]);
    expect(chooseUnits([3, 1], 8)).toEqual([0, 1]);
    expect(chooseUnits([1, Number.NaN, 2], 2)).toEqual([0, 2]);
  });

  it('give way only to clearly larger ones, so that the picture does not flicker', () => {
    expect(chooseUnits([1, 1.2], 1, [0])).toEqual([0]);
    expect(chooseUnits([1, 1.3], 1, [0])).toEqual([1]);
  });
});
