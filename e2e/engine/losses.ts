// The loss catalogue on the running backend: against PyTorch's numbers, and in training.

import { loadAll, offered, trainOffered } from '../../src/engine/losses/catalogue.testing.ts';
import { type LossFixtures, parityCases } from '../../src/engine/losses/parity.testing.ts';
import * as tf from '../../src/engine/tf.ts';

export interface LossParity {
  readonly loss: string;
  readonly name: string;
  /** Relative error of value and gradient, the larger; null where something was not a finite number. */
  readonly error: number | null;
}

export async function compareLosses(
  fixtures: LossFixtures,
): Promise<{ backend: string; found: LossParity[] }> {
  const found: LossParity[] = [];
  for (const { loss, name, compare } of parityCases(fixtures)) {
    const { value, gradient } = await compare();
    const error = Math.max(value, gradient);
    // What crosses to the test is JSON, which has no NaN.
    found.push({ loss, name, error: Number.isFinite(error) ? error : null });
  }
  return { backend: tf.getBackend(), found };
}

/** Trains losses on tasks, by names like `plane, forwardKl`; what went wrong, by name. */
export async function trainCatalogue(names: readonly string[]): Promise<{
  backend: string;
  trained: string[];
  wrong: string[];
}> {
  const corpus = async (name: string) => (await fetch(`/corpora/${name}.txt`)).text();
  const data = await loadAll(corpus);
  const [trained, wrong]: string[][] = [[], []];
  for (const row of offered) {
    const name = `${row.task}, ${row.loss}`;
    if (!names.includes(name)) continue;
    try {
      const terms = await trainOffered(row, data[row.task]);
      if (!terms.every(Number.isFinite)) wrong?.push(`${name}: ${terms.join()}`);
      trained?.push(name);
    } catch (error) {
      wrong?.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { backend: tf.getBackend(), trained: trained ?? [], wrong: wrong ?? [] };
}
