// What snapshots share: running all lanes on one input, and turning a visitor's input into tensors.

import { type LaneId, laneIds } from '../../shared/protocol/lanes.ts';
import type { Probe } from '../../shared/protocol/watch.ts';
import { logitsInChunks } from '../evaluate.ts';
import type { TaskData } from '../tasks/task.ts';
import * as tf from '../tf.ts';
import type { Training } from '../train.ts';

export type PerLane<T> = Readonly<Record<LaneId, T>>;

/** What every lane answers, or, `plain`, what it has learnt to, [rows, K] each; read in one go. */
export async function forEachLane(
  training: Training,
  features: tf.Tensor2D,
  { soften = false, plain = false } = {},
): Promise<PerLane<Float32Array>> {
  const outputs = tf.tidy(() =>
    laneIds.map((id) => {
      const logits = logitsInChunks(plain ? training.lanes[id].model : training.answers(id), features);
      return soften ? (tf.softmax(logits) as tf.Tensor2D) : logits;
    }),
  );
  const arrays = await Promise.all(outputs.map((output) => output.data<'float32'>()));
  tf.dispose(outputs);
  const [teacher, student, control] = arrays.map((array) => Float32Array.from(array));
  return { teacher, student, control } as PerLane<Float32Array>;
}

/** One input as a batch of one; a text longer than the context loses its beginning. */
export function encodeProbe(task: TaskData, probe: Probe): tf.Tensor2D | null {
  if (task.kind === 'vectors') {
    const features = task.encode(probe);
    return features === null ? null : tf.tensor2d(features, [1, task.inputs]);
  }
  const ids =
    probe.kind === 'text' ? task.tokenizer.encode(probe.text).slice(-task.inputs) : new Int32Array();
  return ids.length === 0 ? null : tf.tensor2d(ids, [1, ids.length], 'int32');
}
