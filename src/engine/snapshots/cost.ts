// What each lane costs on this device: latency of one input and of a batch, and what 8 and 4 bits a weight cost in
// accuracy. Takes seconds; made only when asked for.

import { type LaneCost, laneIds } from '../../shared/protocol.ts';
import { type Batch, batchOf } from '../data.ts';
import { measureFidelity } from '../fidelity.ts';
import { measureLatency } from '../latency.ts';
import { createModel, type Model } from '../models/model.ts';
import { quantisedModel } from '../quantised.ts';
import { fork } from '../rng.ts';
import * as tf from '../tf.ts';
import type { Training } from '../train.ts';
import type { SnapshotMaker } from './snapshot.ts';

/** Inputs of the batch whose throughput is measured. */
const batchSize = 64;

async function costOf(training: Training, model: Model, create: () => Model): Promise<LaneCost> {
  const { data } = training;
  const batches: (() => Batch)[] = data.validation.map((chunk) => () => chunk);
  const copies = [await quantisedModel(model, create, 8), await quantisedModel(model, create, 4)];
  const [fp32, int8, int4] = (await measureFidelity([model, ...copies], batches)).map(
    ({ accuracy, nll }) => ({ accuracy, loss: nll }),
  );
  tf.dispose(copies.flatMap(({ variables }) => [...variables]));
  if (fp32 === undefined || int8 === undefined || int4 === undefined)
    throw new Error('no model was measured');
  const latencies = [];
  for (const size of [1, batchSize]) {
    const x = tf.tidy(() => {
      const examples = Int32Array.from({ length: Math.min(size, data.size) }, (_, i) => i);
      return tf.keep(batchOf(data, examples).x);
    });
    latencies.push(await measureLatency(model, x));
    x.dispose();
  }
  return { latencies, scores: { fp32, int8, int4 } };
}

export const cost: SnapshotMaker<'cost'> = async (training, task, asked) => {
  const { config, lanes } = training;
  const costs: LaneCost[] = [];
  for (const lane of laneIds) {
    const shape = lane === 'teacher' ? config.teacher : config.student;
    const create = () => createModel(shape, task.inputs, task.outputs, fork(config.seed, 'quantised'));
    costs.push(await costOf(training, lanes[lane].model, create));
  }
  const [teacher, student, control] = costs;
  if (teacher === undefined || student === undefined || control === undefined) return null;
  const studentStep = lanes.student.step;
  return { kind: 'cost', asked, backend: tf.getBackend(), studentStep, lanes: { teacher, student, control } };
};
