// The validation examples that the lanes dispute.

import { type Disagreement, type LaneId, laneIds } from '../../shared/protocol.ts';
import { argMax, kl as klOf, softmax } from '../../shared/softmax.ts';
import { showItem } from '../tasks/task.ts';
import * as tf from '../tf.ts';
import { forEachLane } from './lanes.ts';
import type { SnapshotMaker } from './snapshot.ts';

const maxDisagreements = 20;

/** The validation examples on which teacher and student differ most, by KL(teacher || student) at T = 1. */
export const disagreements: SnapshotMaker<'disagreements'> = async (training, task) => {
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
};
