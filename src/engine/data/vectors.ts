// Vectors with a label each on the device: a batch is gathered by index.

import { chunkRows } from '../../shared/memory.ts';
import type { Split, VectorTask } from '../tasks/task.ts';
import * as tf from '../tf.ts';
import type { DeviceData, ValidationChunk } from './data.ts';
import { labelledExamples, metExamples } from './visible.ts';

function oneHotLabels({ labels, size }: Split, classes: number): tf.Tensor2D {
  const targets = new Float32Array(size * classes);
  labels.forEach((label, row) => {
    targets[row * classes + label] = 1;
  });
  return tf.tensor2d(targets, [size, classes]);
}

/** All examples are uploaded at once: features [N, inputs], answers [N, K]. The caller disposes of it. */
export function uploadVectors(task: VectorTask): DeviceData {
  const { train, validation, inputs, outputs } = task;
  const features = tf.tensor2d(train.features, [train.size, inputs]);
  const targets = oneHotLabels(train, outputs);
  const chunks: ValidationChunk[] = [];
  for (let from = 0; from < validation.size; from += chunkRows) {
    const to = Math.min(validation.size, from + chunkRows);
    const labels = validation.labels.subarray(from, to);
    const part = {
      features: validation.features.subarray(from * inputs, to * inputs),
      labels,
      size: to - from,
    };
    const x = tf.tensor2d(part.features, [part.size, inputs]);
    chunks.push({
      x,
      targets: oneHotLabels(part, outputs),
      weights: null,
      rows: null,
      mask: null,
      count: part.size,
      truth: null,
    });
  }
  return {
    size: train.size,
    outputs,
    rowsPerExample: 1,
    wholeExamples: false,
    met: (hidden) => metExamples(task, hidden),
    labelled: (count, seed, hidden) => labelledExamples(task, count, seed, hidden),
    arrays: (examples) => [{ values: examples, shape: [examples.length] }],
    batch(uploaded) {
      const rows = uploaded[0] as tf.Tensor1D;
      return { x: tf.gather(features, rows), targets: tf.gather(targets, rows), weights: null, rows };
    },
    validation: chunks,
    writing: null,
    features,
    dispose() {
      tf.dispose([features, targets, chunks.flatMap(({ x, targets }) => [x, targets])]);
    },
  };
}
