// The training loop: an async generator of logs. Whoever consumes it (worker, terminal, test, benchmark) pauses by not
// asking for the next log and stops by leaving the loop; it never runs ahead.

import { breathe } from './breathe.ts';
import type { Log } from './log.ts';
import type { Training } from './train.ts';

/** Steps between two flushes are chosen so that a flush comes about this often. */
const flushMs = 50;
const maxStepsPerFlush = 512;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Steps `training` to its end. `stepsPerSecond()` is asked before each chunk; null is full speed.
 * Every chunk ends with one flush, stays within one phase, and is followed by a turn of the event loop.
 */
export async function* trainLoop(
  training: Training,
  stepsPerSecond: () => number | null = () => null,
): AsyncGenerator<Log> {
  let chunk = 1;
  let { phase } = training;
  while (!training.done) {
    if (training.phase !== phase) await training.prepared();
    phase = training.phase;
    const speed = stepsPerSecond();
    const startedAt = performance.now();
    let taken = 0;
    const limit = speed === null ? chunk : 1;
    while (taken < limit && !training.done && training.phase === phase) {
      training.step();
      taken += 1;
      if (performance.now() - startedAt > flushMs) break;
    }
    const log = await training.flush();
    const elapsedMs = performance.now() - startedAt;
    chunk = Math.max(1, Math.min(maxStepsPerFlush, 2 * chunk, Math.round((flushMs * taken) / elapsedMs)));
    yield log;
    if (speed === null) await breathe();
    else await wait(Math.max(0, 1000 / speed - elapsedMs));
  }
}
