// A task's arrays on the device, uploaded once; batches are gathered from them by index.

import type { Split, TaskData } from './tasks/task.ts';
import * as tf from './tf.ts';

export interface DeviceSplit {
  /** [N, inputs] */
  readonly features: tf.Tensor2D;
  /** One-hot labels, [N, K]. */
  readonly targets: tf.Tensor2D;
  /** Class indices, [N], int32. */
  readonly labels: tf.Tensor1D;
}

export interface DeviceData {
  /** `smoothedTargets`: what the teacher learns, (1 - e) one-hot + e / K (Szegedy 2016). */
  readonly train: DeviceSplit & { readonly smoothedTargets: tf.Tensor2D };
  readonly validation: DeviceSplit;
  dispose(): void;
}

function upload(split: Split, inputs: number, classes: number): DeviceSplit {
  const targets = new Float32Array(split.size * classes);
  split.labels.forEach((label, row) => {
    targets[row * classes + label] = 1;
  });
  return {
    features: tf.tensor2d(split.features, [split.size, inputs]),
    targets: tf.tensor2d(targets, [split.size, classes]),
    labels: tf.tensor1d(split.labels, 'int32'),
  };
}

export function uploadTask(task: TaskData, labelSmoothing: number): DeviceData {
  const classes = task.classes.length;
  const train = upload(task.train, task.inputs, classes);
  const validation = upload(task.validation, task.inputs, classes);
  const smoothedTargets = tf.tidy(
    () => tf.add(tf.mul(train.targets, 1 - labelSmoothing), labelSmoothing / classes) as tf.Tensor2D,
  );
  return {
    train: { ...train, smoothedTargets },
    validation,
    dispose() {
      tf.dispose([...Object.values(train), ...Object.values(validation), smoothedTargets]);
    },
  };
}
