// Masks of dropout: the share they promise, and no mask like another.

import { describe, expect, it } from 'vitest';
import { keptScale, maskOf, type Noise } from './noise.ts';

const size = 20_000;
const dropped = (mask: Float32Array): number => mask.filter((value) => value === 0).length / size;
const noise = (word: number) => ({ word }) as Noise;

/** Share of places that two masks treat alike. */
const alike = (a: Float32Array, b: Float32Array): number =>
  a.filter((value, i) => value === b[i]).length / size;

describe('dropout masks', () => {
  it.each([0.05, 0.1, 0.5, 0.9])('drop %d of the numbers and scale the others', (share) => {
    const mask = maskOf(noise(7), 0, share, size);
    // Four deviations of a binomial.
    expect(Math.abs(dropped(mask) - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / size));
    expect(new Set(mask)).toEqual(new Set([0, keptScale(share)]));
  });

  it('of one update, of neighbouring words and shifted by a place are independent', () => {
    const share = 0.5;
    const mask = maskOf(noise(7), 0, share, size);
    const others = [
      maskOf(noise(7), 1, share, size),
      maskOf(noise(8), 0, share, size),
      Float32Array.from(mask, (_, i) => mask[(i + 1) % size] ?? 0),
    ];
    for (const other of others) expect(Math.abs(alike(mask, other) - 0.5)).toBeLessThan(2 / Math.sqrt(size));
  });
});
