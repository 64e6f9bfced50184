// How long a model takes from an input to an answer that a program can read, on the device at hand. Reads the answer back
// each time: on a GPU that is the only proof that it was computed, and what a program that wants it waits for too.

import type { Latency } from '../shared/protocol/snapshots.ts';
import { percentiles } from '../shared/statistics.ts';
import { breathe } from './breathe.ts';
import type { Model } from './models/model.ts';
import * as tf from './tf.ts';

const warmUps = 5;
/** Readings: at least a few, then until the time is up or there are enough for a 95th percentile. */
const leastReadings = 10;
const mostReadings = 100;
const longestMs = 500;
/** Browsers round their clock to a tenth of a millisecond: a reading covers as many passes as take about this long. */
const readingMs = 2;
const mostPasses = 64;

/** Mean time of some passes, one after the other. */
async function read(model: Model, x: tf.Tensor2D, passes: number): Promise<number> {
  const startedAt = performance.now();
  for (let pass = 0; pass < passes; pass++) {
    const logits = tf.tidy(() => model.logits(x));
    await logits.data();
    logits.dispose();
  }
  return (performance.now() - startedAt) / passes;
}

/**
 * Times `model` on `x`, whose first size is the batch, warm: shaders and kernels are built before the first reading. null
 * once nobody waits for it.
 */
export async function measureLatency(
  model: Model,
  x: tf.Tensor2D,
  isWanted: () => boolean,
): Promise<Latency | null> {
  await read(model, x, warmUps);
  const aboutMs = Math.max(readingMs / mostPasses, await read(model, x, warmUps));
  const passes = Math.max(1, Math.ceil(readingMs / aboutMs));
  const times: number[] = [];
  const startedAt = performance.now();
  while (
    times.length < leastReadings ||
    (times.length < mostReadings && performance.now() - startedAt < longestMs)
  ) {
    times.push(await read(model, x, passes));
    // Commands (pause, stop) get their turn between two readings.
    await breathe();
    if (!isWanted()) return null;
  }
  const { median, p95 } = percentiles(times);
  return { batch: x.shape[0], medianMs: median, p95Ms: p95, readings: times.length, passes };
}
