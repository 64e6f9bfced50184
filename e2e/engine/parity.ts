// Every fused kernel of the running backend against the operations it stands for.

import { allowFused } from '../../src/engine/kernels/kernels.ts';
import { type ParityCase, parityCases } from '../../src/engine/kernels/parity.testing.ts';
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

export interface Parity {
  readonly name: string;
  /** Largest relative error of any of its results. */
  readonly error: number;
  /** The same bits twice. */
  readonly isRepeatable: boolean;
}

export async function compareKernels(): Promise<Parity[]> {
  const found: Parity[] = [];
  for (const parity of parityCases) {
    const expected = await numbersOf(parity, false);
    const actual = await numbersOf(parity, true);
    const again = await numbersOf(parity, true);
    const errors = expected.map((values, i) => relativeError(actual[i], values));
    const isRepeatable = JSON.stringify(again) === JSON.stringify(actual);
    found.push({ name: parity.name, error: Math.max(...errors), isRepeatable });
  }
  return found;
}
