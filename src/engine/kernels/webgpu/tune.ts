// Measures once, while nobody wants anything, which tiles suit an adapter of hardware, and remembers it. Each candidate
// computes the same bits (tile.ts), so that a link means the same before and after.

import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Gpu } from './kernel.ts';
import { type Product, runProduct } from './product.ts';
import { candidates, type SizeClass, sizeClasses, type Tile, type Tiles, usualTiles } from './tile.ts';

/** Where picks are kept; the surroundings bring it. */
export interface KeptTiles {
  recall(adapter: string): Promise<string | null>;
  keep(adapter: string, text: string): Promise<void>;
}

/** To be raised when products or candidates change: what was measured before no longer holds. */
const version = 1;

/** A product of each class, as models of that size compute: rows, depth, columns. */
const probes = {
  small: [64, 64, 64],
  medium: [256, 128, 256],
  large: [512, 128, 512],
} satisfies Record<SizeClass, readonly [number, number, number]>;

/**
 * A candidate is timed over so many products that waiting for them weighs little, fewer where they would take longer than `ms`;
 * one that is `hopeless` times as slow as another is not timed again.
 */
const timed = { products: 64, ms: 100, rounds: 3, hopeless: 2 };
/** The usual tile stays unless another is faster by more than noise. */
const clearlyFaster = 0.95;

const nameOf = ({ high, wide, groupSize }: Tile): string => `${high} x ${wide}, ${groupSize}`;

/** Picks that were kept; null where the text is of no use. */
export function readTiles(text: string | null): Tiles | null {
  try {
    const kept = JSON.parse(text ?? 'null') as { version?: unknown; tiles?: Record<string, unknown> } | null;
    if (kept?.version !== version) return null;
    const tiles = sizeClasses.map((size) => candidates.find((tile) => nameOf(tile) === kept.tiles?.[size]));
    if (tiles.some((tile) => tile === undefined)) return null;
    return Object.fromEntries(sizeClasses.map((size, i) => [size, tiles[i]])) as unknown as Tiles;
  } catch {
    return null;
  }
}

/** Picks as a text that `readTiles` takes. */
export function writeTiles(tiles: Tiles): string {
  const names = sizeClasses.map((size) => [size, nameOf(tiles[size])]);
  return JSON.stringify({ version, tiles: Object.fromEntries(names) });
}

/** The candidate with the least time. */
export function pick(usual: Tile, times: ReadonlyMap<Tile, number>): Tile {
  const best = [...times].reduce((least, one) => (one[1] < least[1] ? one : least));
  const usualMs = times.get(usual) ?? Number.POSITIVE_INFINITY;
  return best[1] < clearlyFaster * usualMs ? best[0] : usual;
}

/** ms of one product with each candidate: the least of some rounds, in each of which all take their turn. Short if not idle. */
async function timesOf(size: SizeClass, gpu: Gpu, isIdle: () => boolean): Promise<Map<Tile, number>> {
  const [rows, depth, columns] = probes[size];
  const tensors: TensorInfo[] = [
    gpu.output([rows, depth]),
    gpu.output([depth, columns]),
    gpu.output([rows, columns]),
  ];
  const [a, b, output] = tensors as [TensorInfo, TensorInfo, TensorInfo];
  const product: Product = { a, b, output, rows, depth, columns, transposeA: false, transposeB: false };
  const run = async (tile: Tile, count: number) => {
    const startedAt = performance.now();
    for (let i = 0; i < count; i++) runProduct(product, gpu, tile);
    await gpu.done();
    return performance.now() - startedAt;
  };
  const times = new Map<Tile, number>();
  for (const tile of candidates) {
    if (!isIdle()) break;
    await run(tile, 1); // Compiles.
    times.set(tile, await run(tile, 1));
  }
  for (let round = 0; round < timed.rounds; round++) {
    const least = Math.min(...times.values());
    for (const [tile, ms] of times) {
      if (!isIdle() || ms > timed.hopeless * least) continue;
      const count = Math.max(1, Math.min(timed.products, Math.floor(timed.ms / ms)));
      const each = (await run(tile, count)) / count;
      times.set(tile, round === 0 ? each : Math.min(each, ms));
    }
  }
  for (const tensor of tensors) gpu.release(tensor);
  return times;
}

/** Picks for the running adapter; null as soon as something else is wanted. */
export async function measureTiles(gpu: Gpu, isIdle: () => boolean): Promise<Tiles | null> {
  const picks: Partial<Record<SizeClass, Tile>> = {};
  for (const size of sizeClasses) {
    const times = await timesOf(size, gpu, isIdle);
    if (!isIdle()) return null;
    picks[size] = pick(usualTiles[size], times);
  }
  return picks as Tiles;
}

export interface Tuner {
  /** Takes what was kept for this adapter. */
  recall(): Promise<void>;
  /** Measures where nothing was kept; recordings made before go on as they are. */
  measure(isIdle: () => boolean): Promise<void>;
}

/** Nothing is measured in software, whose tiles are fixed. */
export function createTuner(gpu: Gpu, adapter: string, kept: KeptTiles): Tuner {
  let isKnown = gpu.tiles === null;
  return {
    async recall() {
      if (isKnown) return;
      const tiles = readTiles(await kept.recall(adapter));
      if (tiles === null) return;
      isKnown = true;
      gpu.tiles = tiles;
    },
    async measure(isIdle) {
      if (isKnown) return;
      const tiles = await measureTiles(gpu, isIdle);
      if (tiles === null) return;
      isKnown = true;
      gpu.tiles = tiles;
      await kept.keep(adapter, writeTiles(tiles));
    },
  };
}
