// How long a model takes from an input to an answer that a program can read, on the device at hand. Reads the answer back
// each time: on a GPU that is the only proof that it was computed, and what a program that wants it waits for too.

import type { Latency } from '../shared/protocol.ts';
import { percentiles } from '../shared/statistics.ts';
import { breathe } from './breathe.ts';
import type { Model } from './models/model.ts';
import * as tf from './tf.ts';

const warmUps = 5;
/** Timed passes: at least a few, then until the time is up or there are enough for a 95th percentile. */
const leastRepeats = 10;
const mostRepeats = 100;
const longestMs = 500;

async function once(model: Model, x: tf.Tensor2D): Promise<number> {
  const startedAt = performance.now();
  const logits = tf.tidy(() => model.logits(x));
  await logits.data();
  const tookMs = performance.now() - startedAt;
  logits.dispose();
  return tookMs;
}

/** Times `model` on `x`, whose first size is the batch, warm: shaders and kernels are built before the first reading. */
export async function measureLatency(model: Model, x: tf.Tensor2D): Promise<Latency> {
  for (let i = 0; i < warmUps; i++) await once(model, x);
  const times: number[] = [];
  const startedAt = performance.now();
  while (
    times.length < leastRepeats ||
    (times.length < mostRepeats && performance.now() - startedAt < longestMs)
  ) {
    times.push(await once(model, x));
    // Commands (pause, stop) get their turn between two readings.
    await breathe();
  }
  const { median, p95 } = percentiles(times);
  return { batch: x.shape[0], medianMs: median, p95Ms: p95, repeats: times.length };
}
