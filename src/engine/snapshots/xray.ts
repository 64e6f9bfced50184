// The students' losses taken apart term by term, and KL(teacher || student) of one item taken apart class by class.

import { kdSplit } from '../../shared/kd-split.ts';
import type { ItemSplit, SnapshotOf } from '../../shared/protocol/snapshots.ts';
import type { XrayItem } from '../../shared/protocol/watch.ts';
import { showItem, type TaskData } from '../tasks/task.ts';
import * as tf from '../tf.ts';
import type { Training } from '../train.ts';
import { xray as xrayOf } from '../xray.ts';
import { forEachLane, type PerLane } from './lanes.ts';
import type { SnapshotMaker } from './snapshot.ts';

/** Classes that are shown by name. */
const shown = 8;

/** One validation item: what the models read of it, the row that is looked at, and its right answer. */
interface Item {
  readonly x: tf.Tensor2D;
  readonly row: number;
  readonly target: number;
  readonly title: string;
}

function itemOf(task: TaskData, { index, place }: XrayItem): Item {
  if (task.kind === 'vectors') {
    const { validation, inputs } = task;
    const at = Math.min(index, validation.size - 1);
    const x = tf.tensor2d(validation.features.subarray(at * inputs, (at + 1) * inputs), [1, inputs]);
    return { x, row: 0, target: validation.labels[at] ?? 0, title: showItem(task, at).title };
  }
  const { tokens } = task.validation.at(Math.min(index, task.validation.size - 1));
  const row = Math.min(place, tokens.length - 2);
  const x = tf.tensor2d(tokens.subarray(0, -1), [1, tokens.length - 1], 'int32');
  const read = Array.from(tokens.subarray(0, row + 1), (id) => task.tokenizer.tokenText(id));
  return { x, row, target: tokens[row + 1] ?? 0, title: read.join('') };
}

function summed({ byClass, ...split }: ReturnType<typeof kdSplit>): ItemSplit {
  const sorted = byClass.map((kl, label) => ({ label, kl })).sort((a, b) => Math.abs(b.kl) - Math.abs(a.kl));
  const largest = sorted.slice(0, shown);
  return { ...split, largest, rest: sorted.slice(shown).reduce((sum, { kl }) => sum + kl, 0) };
}

async function splitItem(
  training: Training,
  task: TaskData,
  asked: XrayItem,
): Promise<SnapshotOf<'xray'>['item']> {
  const { x, row, target, title } = itemOf(task, asked);
  const logits: PerLane<Float32Array> = await forEachLane(training, x, { plain: true });
  x.dispose();
  const { temperature } = training.values;
  const rowOf = (all: Float32Array) => all.subarray(row * task.outputs, (row + 1) * task.outputs);
  const split = (lane: 'student' | 'control') =>
    summed(kdSplit(rowOf(logits.teacher), rowOf(logits[lane]), target, temperature));
  return {
    asked,
    title,
    target,
    temperature,
    lanes: { student: split('student'), control: split('control') },
  };
}

/** null until the students have taken their first step. */
export const xray: SnapshotMaker<'xray'> = async (training, task, asked) => {
  const lanes = await xrayOf(() => training.next(), training.config.distill.control);
  if (lanes === null) return null;
  const item = await splitItem(training, task, asked);
  return { kind: 'xray', step: training.lanes.student.step, lanes, item };
};
