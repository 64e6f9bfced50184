// What panels show beside the curves: all lanes' answers to one input, decision maps, the examples they dispute.
// Made on request from the current weights; never part of a training step.

import { type Disagreement, type LaneId, laneIds, type Probe, type Snapshot } from '../shared/protocol.ts';
import { argMax, softmax } from '../shared/softmax.ts';
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

/** Logits of all lanes for one input; null where the input does not fit the task. */
export async function probeSnapshot(
  training: Training,
  task: TaskData,
  probe: Probe,
): Promise<Snapshot | null> {
  const features = task.encode(probe);
  if (features === null) return null;
  const x = tf.tensor2d(features, [1, task.inputs]);
  const logits = await forEachLane(training, x, false);
  x.dispose();
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
export async function disagreementSnapshot(training: Training, task: TaskData): Promise<Snapshot> {
  const logits = await forEachLane(training, training.data.validation.features, false);
  const classes = task.classes.length;
  const row = (lane: LaneId, index: number) => logits[lane].subarray(index * classes, (index + 1) * classes);
  const divergences = Array.from({ length: task.validation.size }, (_, index) => {
    const t = softmax(row('teacher', index), 1);
    const s = softmax(row('student', index), 1);
    const kl = t.reduce((sum, p, k) => sum + (p > 0 ? p * Math.log(p / Math.max(s[k] ?? 0, 1e-30)) : 0), 0);
    return { index, kl };
  });
  const worst = divergences.sort((a, b) => b.kl - a.kl).slice(0, maxDisagreements);
  const items = worst.map(({ index, kl }): Disagreement => {
    const predicted = { teacher: 0, student: 0, control: 0 };
    for (const lane of laneIds) predicted[lane] = argMax(row(lane, index));
    return { item: showItem(task, index), kl, predicted };
  });
  return { kind: 'disagreements', items };
}
