// What is remembered of an adapter's tiles, and how one is picked. That all candidates give the same bits needs a device:
// e2e/kernels.spec.ts.

import { describe, expect, it } from 'vitest';
import type { Gpu } from './kernel.ts';
import { candidates, sizeClasses, type Tile, usualTiles } from './tile.ts';
import { createTuner, type KeptTiles, pick, readTiles, writeTiles } from './tune.ts';

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

describe('an adapter', () => {
  /** Counts the programs that it is given and computes none. */
  function fakeGpu(tiles: Gpu['tiles']): Gpu & { programs: number } {
    const output = (shape: number[]) => ({ dataId: {}, shape, dtype: 'float32' as const });
    const fake = {
      programs: 0,
      tiles,
      isSoftware: tiles === null,
      subgroup: 1,
      maxBindings: 8,
      output,
      release: () => {},
    };
    const run = () => {
      gpu.programs += 1;
    };
    const gpu = { ...fake, run, done: async () => {} };
    return gpu;
  }

  function memory(): KeptTiles & { texts: Map<string, string> } {
    const texts = new Map<string, string>();
    return {
      texts,
      recall: async (adapter) => texts.get(adapter) ?? null,
      keep: async (adapter, text) => void texts.set(adapter, text),
    };
  }

  it('is measured once, and again where its name is another', async () => {
    const kept = memory();
    for (const [name, isMeasured] of [
      ['a', true],
      ['a', false],
      ['b', true],
    ] as const) {
      const gpu = fakeGpu(usualTiles);
      const tuner = createTuner(gpu, name, kept);
      await tuner.recall();
      await tuner.measure(() => true);
      expect(gpu.programs > 0, name).toBe(isMeasured);
      expect(gpu.tiles).toEqual(readTiles(kept.texts.get(name) ?? null));
    }
  });

  it('is left alone as soon as something else is wanted, and measured the next time', async () => {
    const [gpu, kept] = [fakeGpu(usualTiles), memory()];
    const tuner = createTuner(gpu, 'a', kept);
    await tuner.measure(() => gpu.programs === 0);
    expect(gpu.tiles).toBe(usualTiles);
    expect(kept.texts.size).toBe(0);
    await tuner.measure(() => true);
    expect(kept.texts.size).toBe(1);
  });

  it('in software is not measured', async () => {
    const gpu = fakeGpu(null);
    await createTuner(gpu, 'a', memory()).measure(() => true);
    expect(gpu.programs).toBe(0);
  });
});
