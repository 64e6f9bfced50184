// Which training examples the student may meet, and of which it may see the labels. Indices alone, nothing on the device.

import { fork, permutation } from '../rng.ts';
import type { TaskData } from '../tasks/task.ts';

/**
 * The examples whose labels the student may see: `count` indices, as even over the classes as the data allows.
 * A larger count contains every smaller one, so that sliding it up only adds labels. Of the class `hidden` it holds none.
 */
function labelledSubset(
  labels: Int32Array,
  classes: number,
  count: number,
  seed: number,
  hidden: number | null,
): Int32Array {
  const byClass: number[][] = Array.from({ length: classes }, () => []);
  for (const index of permutation(labels.length, fork(seed, 'labelled')))
    byClass[labels[index] as number]?.push(index);
  if (hidden !== null) byClass[hidden] = [];
  const most = Math.min(
    count,
    byClass.reduce((sum, { length }) => sum + length, 0),
  );
  const chosen: number[] = [];
  for (let round = 0; chosen.length < most; round++) {
    for (const members of byClass) {
      const index = members[round];
      if (index !== undefined && chosen.length < most) chosen.push(index);
    }
  }
  return Int32Array.from(chosen);
}

const firstOnes = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

/** The training examples that the student may meet: all, but for those of the class `hidden`. */
export function metExamples(task: TaskData, hidden: number | null): Int32Array {
  const all = firstOnes(task.train.size);
  if (task.kind !== 'vectors' || hidden === null) return all;
  return all.filter((example) => task.train.labels[example] !== hidden);
}

/** The training examples whose labels the student may see: of texts the first, of classes as many each. */
export function labelledExamples(
  task: TaskData,
  count: number,
  seed: number,
  hidden: number | null,
): Int32Array {
  if (task.kind === 'vectors') return labelledSubset(task.train.labels, task.outputs, count, seed, hidden);
  return firstOnes(task.train.within(count));
}
