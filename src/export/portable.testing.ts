// For tests: small models of every kind as they leave the playground, and the engine's own answers to compare with.

import { createModel, type Model } from '../engine/models/model.ts';
import { portableLane } from '../engine/portable.ts';
import { fork } from '../engine/rng.ts';
import { noSources } from '../engine/tasks/sources.testing.ts';
import { loadTask, type TaskData, type TaskSources } from '../engine/tasks/task.ts';
import * as tf from '../engine/tf.ts';
import { fromHash } from '../shared/link.ts';
import type { Portable } from '../shared/portable.ts';

export interface Sample {
  readonly portable: Portable;
  readonly task: TaskData;
  /** The engine's logits: features [B, inputs] or token ids [B, T], row after row, to [R, outputs]. */
  logits(x: Float32Array | Int32Array, shape: [number, number]): Float32Array;
}

/** Weights as large as those of a trained model: what leaves here must not be so small that errors hide. */
function enlarge(model: Model, seed: number): void {
  const random = fork(seed, 'test-weights');
  for (const variable of model.variables) {
    const spread = variable.rank < 2 ? 0.3 : 2 / Math.sqrt(variable.shape[0] ?? 1);
    tf.tidy(() => {
      const values = Float32Array.from({ length: variable.size }, () => spread * random.normal());
      variable.assign(tf.tensor(values, variable.shape));
    });
  }
}

/** The student of an experiment, with random weights. The backend must be running. */
export async function sampleOf(hash: string, own: Partial<TaskSources> = {}): Promise<Sample> {
  const { config } = fromHash(hash);
  const task = await loadTask(config.task, config.seed, { ...noSources, ...own });
  const model = createModel(config.student, task.inputs, task.outputs, fork(1, 'weights', 'student'));
  enlarge(model, config.seed);
  const weights = model.variables.map((variable) => Float32Array.from(variable.dataSync()));
  return {
    portable: portableLane(config, task, 'student', { weights, slots: [], step: 7 }),
    task,
    logits: (x, shape) =>
      tf.tidy(() =>
        Float32Array.from(
          model
            .logits(tf.tensor2d(x, shape, x instanceof Int32Array ? 'int32' : 'float32'))
            .dataSync<'float32'>(),
        ),
      ),
  };
}

/** A batch for a sample: its own validation examples, [4, inputs], or token windows of `length`. */
export function batchOf(
  { task }: Sample,
  length = 5,
): { x: Float32Array | Int32Array; shape: [number, number] } {
  if (task.kind === 'vectors')
    return { x: task.validation.features.slice(0, 4 * task.inputs), shape: [4, task.inputs] };
  const x = new Int32Array(3 * length);
  for (let row = 0; row < 3; row++) x.set(task.validation.at(row).tokens.subarray(0, length), row * length);
  return { x, shape: [3, length] };
}

export const samples = {
  'messages, ReLU': 'v=1&student.hidden=12',
  'points, tanh': 'v=1&task.kind=plane&student.hidden=8-8',
  'points, GELU, linear output': 'v=1&task.kind=plane&student.hidden=6&student.activation=gelu',
  'no hidden layer': 'v=1&task.kind=plane&student.hidden=',
  'sums, tied': 'v=1&task.kind=text&task.digits=1&student.nEmbd=16&student.nHead=2',
  'grammar, untied':
    'v=1&task.kind=text&task.corpus=grammar&student.nEmbd=16&student.nHead=4&student.nLayer=1&student.tied=0',
} as const;

/** The largest difference of two lists of numbers; infinite where their lengths differ. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return most;
}
