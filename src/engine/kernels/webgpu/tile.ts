// How large a piece of a product one thread computes. Whatever is picked, each number is the same sum in the same order.

import type { Gpu } from './kernel.ts';
import { groupSize } from './wgsl.ts';

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
const softwareTiles = [tile(16, 8, 16), tile(8, 8, 16), tile(4, 4, 16)];

/** Rows and columns of a thread's tile. Small results are cut finer where there are threads to spare. */
export function tileFor(
  { rows, columns }: { readonly rows: number; readonly columns: number },
  { isSoftware }: Gpu,
): Tile {
  if (rows === 1) return tile(1, 4);
  if (isSoftware) {
    const threadsOf = ({ high, wide }: Tile) => Math.ceil(rows / high) * Math.ceil(columns / wide);
    return (
      softwareTiles.find((each) => each.high <= rows && threadsOf(each) >= enoughInSoftware) ?? tile(4, 4, 16)
    );
  }
  if (rows * columns >= 1 << 18) return tile(4, 4);
  return rows * columns >= 1 << 15 ? tile(2, 4) : tile(1, 4);
}
