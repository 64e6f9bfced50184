// What each lane costs on this device: latency of one input and of a batch, and what 8 and 4 bits a weight cost in
// accuracy. Takes seconds; made only when asked for, and gives up as soon as nobody waits for it.

import { laneIds } from '../../shared/protocol/lanes.ts';
import type { LaneCost, Latency, QuantisedScore } from '../../shared/protocol/snapshots.ts';
import { breathe } from '../breathe.ts';
import { type Batch, batchOf, type DeviceData } from '../data/data.ts';
import { measureFidelity } from '../fidelity.ts';
import { measureLatency } from '../latency.ts';
import { createModel, type Model } from '../models/model.ts';
import { quantisedModel } from '../quantised.ts';
import { fork } from '../rng.ts';
import * as tf from '../tf.ts';
import type { SnapshotMaker } from './snapshot.ts';

/** Inputs of the batch whose throughput is measured. */
const batchSize = 64;

/** Validation scores with all bits, with 8 and with 4. */
async function scoresOf(
  model: Model,
  create: () => Model,
  data: DeviceData,
  answers: (model: Model) => Model,
): Promise<LaneCost['scores']> {
  const batches: (() => Batch)[] = data.validation.map((chunk) => () => chunk);
  const copies = [await quantisedModel(model, create, 8), await quantisedModel(model, create, 4)];
  const measured = await measureFidelity([model, ...copies].map(answers), batches);
  tf.dispose(copies.flatMap(({ variables }) => [...variables]));
  const [fp32, int8, int4] = measured.map(({ accuracy, nll }): QuantisedScore => ({ accuracy, loss: nll }));
  if (fp32 === undefined || int8 === undefined || int4 === undefined)
    throw new Error('no model was measured');
  return { fp32, int8, int4 };
}

async function latenciesOf(model: Model, data: DeviceData, isWanted: () => boolean): Promise<Latency[]> {
  const latencies: Latency[] = [];
  for (const size of [1, batchSize]) {
    const x = tf.tidy(() => tf.clone(batchOf(data, firstExamples(data, size)).x));
    const latency = await measureLatency(model, x, isWanted);
    x.dispose();
    if (latency !== null) latencies.push(latency);
  }
  return latencies;
}

const firstExamples = (data: DeviceData, size: number): Int32Array =>
  Int32Array.from({ length: Math.min(size, data.size) }, (_, i) => i);

export const cost: SnapshotMaker<'cost'> = async (training, task, asked, isWanted) => {
  const { config, data, lanes } = training;
  const costs: LaneCost[] = [];
  for (const lane of laneIds) {
    const shape = lane === 'teacher' ? config.teacher : config.student;
    const create = () => createModel(shape, task.inputs, task.outputs, fork(config.seed, 'quantised'));
    const { model } = lanes[lane];
    const scores = await scoresOf(model, create, data, (own) => training.answers(lane, own));
    await breathe();
    costs.push({ scores, latencies: await latenciesOf(model, data, isWanted) });
    if (!isWanted()) return null;
  }
  const [teacher, student, control] = costs;
  if (teacher === undefined || student === undefined || control === undefined) return null;
  return {
    kind: 'cost',
    asked,
    backend: tf.getBackend(),
    teacherStep: lanes.teacher.step,
    studentStep: lanes.student.step,
    lanes: { teacher, student, control },
  };
};
