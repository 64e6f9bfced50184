// What is remembered of an adapter's tiles, and how one is picked. That all candidates give the same bits needs a device:
// e2e/kernels.spec.ts.

import { describe, expect, it } from 'vitest';
import { candidates, sizeClasses, type Tile, usualTiles } from './tile.ts';
import { pick, readTiles, writeTiles } from './tune.ts';

describe('kept tiles', () => {
  it('come back as they were', () => {
    const last = candidates.at(-1) as Tile;
    const tiles = { ...usualTiles, large: last };
    expect(readTiles(writeTiles(tiles))).toEqual(tiles);
  });

  it.each([
    null,
    '',
    '{',
    '7',
    '{"version":1}',
    writeTiles(usualTiles).replace('"version":1', '"version":0'),
    writeTiles(usualTiles).replace('4 x 4', '4 x 5'),
  ])('are measured anew where %s lies in their place', (text) => {
    expect(readTiles(text)).toBeNull();
  });

  it('are candidates, which alone are tested to give the same bits', () => {
    for (const size of sizeClasses) expect(candidates).toContainEqual(usualTiles[size]);
  });
});

describe('a pick', () => {
  const [usual, other, third] = candidates as [Tile, Tile, Tile];

  it('is the fastest', () => {
    const times = new Map([usual, other, third].map((tile, i) => [tile, 3 - i]));
    expect(pick(usual, times)).toBe(third);
  });

  it('stays the usual one where the difference may be noise', () => {
    const times = new Map([usual, other].map((tile, i) => [tile, 1 - 0.03 * i]));
    expect(pick(usual, times)).toBe(usual);
  });
});
