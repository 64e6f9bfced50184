// What panels show beside the curves: all lanes' answers to one input, decision maps, the examples they dispute.
// Made on request from the current weights; never part of a training step.

import { type Disagreement, type LaneId, laneIds, type Probe, type Snapshot } from '../shared/protocol.ts';
import { argMax, kl as klOf, softmax } from '../shared/softmax.ts';
import { logitsInChunks } from './evaluate.ts';
import { showItem, type TaskData } from './tasks/task.ts';
import * as tf from './tf.ts';
import type { Training } from './train.ts';

type PerLane<T> = Readonly<Record<LaneId, T>>;

/** Runs `compute` for every lane and reads the results, [rows, K] each, in one go. */
async function forEachLane(
  training: Training,
  features: tf.Tensor2D,
  soften: boolean,
): Promise<PerLane<Float32Array>> {
  const outputs = tf.tidy(() =>
    laneIds.map((id) => {
      const logits = logitsInChunks(training.lanes[id].model, features);
      return soften ? (tf.softmax(logits) as tf.Tensor2D) : logits;
    }),
  );
  const arrays = await Promise.all(outputs.map((output) => output.data<'float32'>()));
  tf.dispose(outputs);
  const [teacher, student, control] = arrays.map((array) => Float32Array.from(array));
  return { teacher, student, control } as PerLane<Float32Array>;
}

/** One input as a batch of one; a text longer than the context loses its beginning. */
function encodeProbe(task: TaskData, probe: Probe): tf.Tensor2D | null {
  if (task.kind === 'vectors') {
    const features = task.encode(probe);
    return features === null ? null : tf.tensor2d(features, [1, task.inputs]);
  }
  const ids =
    probe.kind === 'text' ? task.tokenizer.encode(probe.text).slice(-task.inputs) : new Int32Array();
  return ids.length === 0 ? null : tf.tensor2d(ids, [1, ids.length], 'int32');
}

/** Logits of all lanes for one input; null where the input does not fit the task. */
export async function probeSnapshot(
  training: Training,
  task: TaskData,
  probe: Probe,
): Promise<Snapshot | null> {
  const x = encodeProbe(task, probe);
  if (x === null) return null;
  const all = await forEachLane(training, x, false);
  x.dispose();
  // Of a text only the answer behind its last token is asked for.
  const last = (logits: Float32Array) => logits.subarray(logits.length - task.outputs);
  const logits = { teacher: last(all.teacher), student: last(all.student), control: last(all.control) };
  return { kind: 'probe', probe, logits };
}

/** Probabilities of all lanes at the centres of a grid over a two-dimensional task, rows from the top. */
export async function mapSnapshot(
  training: Training,
  task: TaskData,
  cells: number,
): Promise<Snapshot | null> {
  const { extent } = task;
  if (extent === null) return null;
  const grid = new Float32Array(cells * cells * 2);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const at = (i: number) => extent * ((2 * i + 1) / cells - 1);
      grid.set([at(column), -at(row)], 2 * (row * cells + column));
    }
  }
  const x = tf.tensor2d(grid, [cells * cells, 2]);
  const lanes = await forEachLane(training, x, true);
  x.dispose();
  return { kind: 'map', cells, classes: task.classes.length, extent, lanes };
}

const maxDisagreements = 20;

/** The validation examples on which teacher and student differ most, by KL(teacher || student) at T = 1. */
export async function disagreementSnapshot(training: Training, task: TaskData): Promise<Snapshot | null> {
  if (task.kind === 'tokens') return null;
  const { validation, inputs } = task;
  const x = tf.tensor2d(validation.features, [validation.size, inputs]);
  const logits = await forEachLane(training, x, false);
  x.dispose();
  const classes = task.classes.length;
  const row = (lane: LaneId, index: number) => logits[lane].subarray(index * classes, (index + 1) * classes);
  const divergences = Array.from({ length: task.validation.size }, (_, index) => {
    const t = softmax(row('teacher', index), 1);
    const s = softmax(row('student', index), 1);
    return { index, kl: klOf(t, s) };
  });
  const worst = divergences.sort((a, b) => b.kl - a.kl).slice(0, maxDisagreements);
  const items = worst.map(({ index, kl }): Disagreement => {
    const predicted = { teacher: 0, student: 0, control: 0 };
    for (const lane of laneIds) predicted[lane] = argMax(row(lane, index));
    return { item: showItem(task, index), kl, predicted };
  });
  return { kind: 'disagreements', items };
}

/** Every token of a text as each lane predicted it; null where the task has no texts or this one is too short. */
export async function passageSnapshot(
  training: Training,
  task: TaskData,
  passage: string,
): Promise<Snapshot | null> {
  if (task.kind !== 'tokens') return null;
  const { tokenizer, inputs, outputs, validation } = task;
  const ids = passage === '' ? validation.at(0).tokens : tokenizer.encode(passage).slice(0, inputs + 1);
  if (ids.length < 2) return null;
  const x = tf.tensor2d(ids.subarray(0, -1), [1, ids.length - 1], 'int32');
  const logits = await forEachLane(training, x, false);
  x.dispose();
  const at = (lane: LaneId, place: number) =>
    softmax(logits[lane].subarray((place - 1) * outputs, place * outputs), 1);
  const perToken = (measure: (place: number) => number) =>
    Float32Array.from(ids, (_, place) => (place === 0 ? Number.NaN : measure(place)));
  const loss = (lane: LaneId) => perToken((place) => -Math.log(at(lane, place)[ids[place] ?? 0] ?? 0));
  const kl = (lane: LaneId) => perToken((place) => klOf(at('teacher', place), at(lane, place)));
  return {
    kind: 'passage',
    tokens: Array.from(ids, (id) => tokenizer.tokenText(id)),
    loss: { teacher: loss('teacher'), student: loss('student'), control: loss('control') },
    kl: { student: kl('student'), control: kl('control') },
  };
}
