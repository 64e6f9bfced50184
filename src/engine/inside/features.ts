// The lanes' hidden units on one input, and how like the teacher's layers theirs are on validation inputs.

import type { InputInside } from '../../shared/protocol/inside.ts';
import { laneIds } from '../../shared/protocol/lanes.ts';
import type { Probe } from '../../shared/protocol/watch.ts';
import type { VectorTask } from '../tasks/task.ts';
import * as tf from '../tf.ts';
import type { Training } from '../train.ts';
import { readTogether } from './read.ts';
import { ckaTable, layersOf } from './similarity.ts';

/** Validation inputs on which layers are compared: an estimate of some two digits. */
const mostRows = 512;

/** An input that does not fit the task counts as none. */
export async function featuresInside(
  training: Training,
  task: VectorTask,
  asked: Probe | null,
): Promise<InputInside> {
  const rows = Math.min(mostRows, task.validation.size);
  const models = laneIds.map((lane) => training.lanes[lane].model);
  const values = asked === null ? null : task.encode(asked);
  const { hidden, cka } = await readTogether(() => {
    const features = task.validation.features.subarray(0, rows * task.inputs);
    const x = tf.tensor2d(features, [rows, task.inputs]);
    const [teacher, student, control] = models.map((model) => layersOf(model.inside(x)));
    const tables = [student, control].map((own) => ckaTable(own ?? [], teacher ?? []));
    const input = values === null ? null : tf.tensor2d(values, [1, task.inputs]);
    return {
      hidden: input === null ? [] : models.map((model) => [...model.inside(input).hidden]),
      cka: tables,
    };
  });
  const width = training.lanes.teacher.model.hiddenWidths.length + 1;
  const tableOf = (numbers: Float32Array | undefined) =>
    Array.from({ length: (numbers?.length ?? 0) / width }, (_, i) =>
      Array.from(numbers?.subarray(i * width, (i + 1) * width) ?? []),
    );
  const [teacher, student, control] = hidden;
  return {
    of: 'input',
    probe: values === null ? null : asked,
    lanes: teacher && student && control ? { teacher, student, control } : null,
    like: { student: { cka: tableOf(cka[0]) }, control: { cka: tableOf(cka[1]) } },
    rows,
  };
}
