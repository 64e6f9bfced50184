// Which examples a step sees, as a pure function of seed and step: a run resumed from a checkpoint sees the same ones.

import { type Config, hiddenClassOf } from '../shared/config.ts';
import type { DeviceData } from './data/data.ts';
import { fork, permutation } from './rng.ts';

/**
 * `batchAt(step)` gives the example indices of a step. Every example of `pool` is seen once before any is seen twice;
 * each pass is shuffled anew. A batch is never larger than the pool.
 */
export function batchOrder(pool: Int32Array, batchSize: number, seed: number, purpose: string) {
  const size = Math.min(batchSize, pool.length);
  const passes = new Map<number, Int32Array>();
  const passAt = (pass: number): Int32Array => {
    let order = passes.get(pass);
    if (order === undefined) {
      order = permutation(pool.length, fork(seed, purpose, pass));
      passes.delete(pass - 2);
      passes.set(pass, order);
    }
    return order;
  };
  return (step: number): Int32Array =>
    Int32Array.from({ length: size }, (_, i) => {
      const position = step * size + i;
      const order = passAt(Math.floor(position / pool.length));
      return pool[order[position % pool.length] as number] as number;
    });
}

/** Which examples each step sees: functions of the step alone. */
export function batchesOf({ seed, train, distill }: Config, data: DeviceData) {
  const hidden = hiddenClassOf({ distill });
  const [everything, met] = [data.met(null), data.met(hidden)];
  const labelled = data.labelled(distill.labels, seed, hidden);
  const allLabelled = labelled.length === met.length;
  const order = (pool: Int32Array, purpose: string) => batchOrder(pool, train.batchSize, seed, purpose);
  const heard = order(met, 'transfer-batches');
  return {
    allLabelled,
    teacher: order(everything, 'teacher-batches'),
    heard,
    labelled: allLabelled ? heard : order(labelled, 'labelled-batches'),
  };
}
