// Every fused kernel of a backend against the operations it stands for.

import { counted, perStep } from '../../src/engine/bench/count.ts';
import { allowFused } from '../../src/engine/kernels/kernels.ts';
import { parityCases } from '../../src/engine/kernels/parity.testing.ts';
import type { ParityCase } from '../../src/engine/kernels/parity-case.testing.ts';
import { runningGpu } from '../../src/engine/kernels/webgpu/register.ts';
import { candidates } from '../../src/engine/kernels/webgpu/tile.ts';
import { measureTiles } from '../../src/engine/kernels/webgpu/tune.ts';
import * as tf from '../../src/engine/tf.ts';

async function numbersOf({ run }: ParityCase, isFusing: boolean): Promise<number[][]> {
  allowFused(isFusing);
  try {
    const tensors = tf.tidy(() => run());
    const numbers = await Promise.all(tensors.map(async (tensor) => Array.from(await tensor.data())));
    tf.dispose(tensors);
    return numbers;
  } finally {
    allowFused(true);
  }
}

/** Largest difference, relative to the largest expected number (or 1e-3 where all are tiny). */
function relativeError(actual: readonly number[] = [], expected: readonly number[] = []): number {
  const size = Math.max(1e-3, ...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs((actual[i] ?? Number.NaN) - value))) / size;
}

/** Numbers of the cases whose names match, under each candidate tile; the last are under what a measurement picked. */
export async function productsByTile(pattern: string): Promise<{ tile: string; numbers: string }[]> {
  const names = new RegExp(pattern);
  const products = parityCases.filter(({ name }) => names.test(name));
  const gpu = runningGpu();
  const measured = await measureTiles(gpu, () => true);
  if (measured === null) throw new Error('nothing was measured');
  const forms = [...candidates.map((tile) => ({ small: tile, medium: tile, large: tile })), measured];
  const found: { tile: string; numbers: string }[] = [];
  for (const tiles of forms) {
    gpu.tiles = tiles;
    const numbers: number[][][] = [];
    for (const parity of products) numbers.push(await numbersOf(parity, true));
    found.push({ tile: JSON.stringify(tiles), numbers: JSON.stringify(numbers) });
  }
  return found;
}

/** What cases give where no kernel is used, by name: every form of the kernels is held against the same. */
const composed = new Map<string, number[][]>();

/** Notes that of the cases whose names match a pattern, on the running backend. */
export async function compose(pattern: string): Promise<void> {
  const names = new RegExp(pattern);
  for (const parity of parityCases.filter(({ name }) => names.test(name) && !composed.has(name)))
    composed.set(parity.name, await numbersOf(parity, false));
}

export interface Parity {
  readonly name: string;
  /** Largest relative error of any of its results. */
  readonly error: number;
  /** The same bits twice. */
  readonly isRepeatable: boolean;
  /** Programs of the graphics card that its kernels take. */
  readonly programs: number;
}

/** The running backend's kernels against the numbers that were composed. */
export async function compareKernels(pattern: string): Promise<Parity[]> {
  const names = new RegExp(pattern);
  const found: Parity[] = [];
  for (const parity of parityCases.filter(({ name }) => names.test(name))) {
    const expected = composed.get(parity.name);
    if (expected === undefined) throw new Error(`${parity.name} was not composed`);
    const before = counted();
    const actual = await numbersOf(parity, true);
    const programs = perStep(before, 1).dispatches;
    const again = await numbersOf(parity, true);
    const errors = expected.map((values, i) => relativeError(actual[i], values));
    const isRepeatable = JSON.stringify(again) === JSON.stringify(actual);
    found.push({ name: parity.name, error: Math.max(...errors), isRepeatable, programs });
  }
  return found;
}
