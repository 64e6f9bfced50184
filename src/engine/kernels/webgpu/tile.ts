// How large a piece of a product one thread computes. Whatever is picked, each number is the same sum in the same order: a
// pick changes how long a step takes, never a bit.

import { groupSize, softwareGroupSize } from './wgsl.ts';

export interface Tile {
  /** Rows. */
  readonly high: number;
  /** Columns, in fours. */
  readonly wide: number;
  /** Threads of a workgroup. */
  readonly groupSize: number;
}

const tile = (high: number, wide: number, size: number = groupSize): Tile => ({
  high,
  wide,
  groupSize: size,
});

/** Threads that keep an adapter in software busy: four lanes of each core, and some to spare. */
const enoughInSoftware = 32;
/**
 * There a read from memory costs as much as eight products (measured on SwiftShader), and registers are memory anyway: the
 * larger a tile, the more products a read serves.
 */
const softwareTiles = [
  tile(16, 8, softwareGroupSize),
  tile(8, 8, softwareGroupSize),
  tile(4, 4, softwareGroupSize),
] as const;

function softwareTile(rows: number, columns: number): Tile {
  const threadsOf = ({ high, wide }: Tile) => Math.ceil(rows / high) * Math.ceil(columns / wide);
  const fits = (one: Tile) => one.high <= rows && threadsOf(one) >= enoughInSoftware;
  return softwareTiles.find(fits) ?? softwareTiles[2];
}

/** Products by how many numbers they compute: on hardware small ones are cut finer, where there are threads to spare. */
export const sizeClasses = ['small', 'medium', 'large'] as const;
export type SizeClass = (typeof sizeClasses)[number];
export type Tiles = Readonly<Record<SizeClass, Tile>>;

const classOf = (outputs: number): SizeClass =>
  outputs < 1 << 14 ? 'small' : outputs < 1 << 17 ? 'medium' : 'large';

/** What hardware may be given; small tiles keep many threads busy, large ones read less. */
export const candidates: readonly Tile[] = [
  tile(1, 4),
  tile(2, 4),
  tile(4, 4),
  tile(4, 4, 128),
  tile(8, 4),
  tile(4, 8),
  tile(8, 8),
];

/** Until it was measured. */
export const usualTiles: Tiles = { small: tile(1, 4), medium: tile(2, 4), large: tile(4, 4) };

/** The tile for a product; `tiles` are the adapter's own, null in software. */
export function tileFor(
  { rows, columns }: { readonly rows: number; readonly columns: number },
  tiles: Tiles | null,
): Tile {
  if (rows === 1) return tile(1, 4);
  return tiles === null ? softwareTile(rows, columns) : tiles[classOf(rows * columns)];
}
