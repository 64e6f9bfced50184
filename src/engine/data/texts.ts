// Texts on the device: a batch is windows of tokens that each predict the next, cut by the device where it can.

import { chunkRows, validationWindows } from '../../shared/memory.ts';
import { isFused, runFused } from '../kernels/kernels.ts';
import { oneHot } from '../ops/one-hot.ts';
import type { TokenTask, Windows } from '../tasks/task.ts';
import * as tf from '../tf.ts';
import { type HostArray, upload } from './arrays.ts';
import type { Batch, DeviceData, ValidationChunk } from './data.ts';
import { labelledExamples, metExamples } from './visible.ts';

/** Ids, next ids and mask of some windows, as flat arrays. */
function cut(windows: Windows, examples: Int32Array, length: number) {
  const ids = new Int32Array(examples.length * length);
  const next = new Int32Array(examples.length * length);
  const mask = new Float32Array(examples.length * length);
  examples.forEach((example, row) => {
    const { tokens, counts } = windows.at(example);
    ids.set(tokens.subarray(0, length), row * length);
    next.set(tokens.subarray(1, length + 1), row * length);
    mask.set(counts, row * length);
  });
  return { ids, next, mask, count: mask.reduce((sum, counts) => sum + counts, 0) };
}

function tokenArrays({ ids, next, mask, count }: ReturnType<typeof cut>, length: number): HostArray[] {
  return [
    { values: ids, shape: [ids.length / length, length] },
    { values: next, shape: [next.length] },
    { values: mask.map((counts) => counts / Math.max(1, count)), shape: [mask.length] },
  ];
}

/** The batch of uploaded `tokenArrays`. */
function tokenBatch([ids, next, weights]: readonly tf.Tensor[], outputs: number): Batch {
  return {
    x: ids as tf.Tensor2D,
    targets: oneHot(next as tf.Tensor1D, outputs), // [B * T, V]
    weights: weights as tf.Tensor1D,
    rows: null,
  };
}

/** Texts on the device, and the windows of a batch as places in them: [B, 3], see the kernel `windows`. */
interface DeviceTexts {
  readonly text: tf.Tensor1D;
  cuts(examples: Int32Array): HostArray;
}

/** null where the backend cannot cut windows itself: the host does it and uploads them. */
function uploadWindows({ texts, at }: Windows): DeviceTexts | null {
  if (!isFused('windows')) return null;
  const starts = new Map<ArrayBufferLike, number>();
  let size = 0;
  for (const { buffer, byteOffset, length } of texts) {
    starts.set(buffer, size - byteOffset / Int32Array.BYTES_PER_ELEMENT);
    size += length;
  }
  const all = new Int32Array(size);
  for (const text of texts)
    all.set(text, (starts.get(text.buffer) ?? 0) + text.byteOffset / Int32Array.BYTES_PER_ELEMENT);
  return {
    text: tf.tensor1d(all, 'int32'),
    cuts(examples) {
      const values = new Int32Array(3 * examples.length);
      examples.forEach((example, row) => {
        const { tokens, counts } = at(example);
        const from = (starts.get(tokens.buffer) ?? 0) + tokens.byteOffset / Int32Array.BYTES_PER_ELEMENT;
        values.set([from, counts.indexOf(1), counts.lastIndexOf(1) + 1], 3 * row);
      });
      return { values, shape: [examples.length, 3] };
    },
  };
}

/** Written windows [B, T + 1] as a batch; what was given, and what stands behind the end, does not count. */
function writtenBatch(ids: tf.Tensor2D, given: tf.Tensor2D, outputs: number, end: number | null): Batch {
  const [rows, size] = ids.shape;
  const length = size - 1;
  const x = tf.slice2d(ids, [0, 0], [rows, length]); // [B, T]
  const next = tf.reshape(tf.slice2d(ids, [0, 1], [rows, length]), [rows * length]) as tf.Tensor1D;
  let mask: tf.Tensor = tf.sub(1, tf.slice2d(given, [0, 1], [rows, length])); // [B, T]
  if (end !== null) {
    const ends = tf.cumsum(tf.cast(tf.equal(x, tf.scalar(end, 'int32')), 'float32'), 1); // ends seen so far, [B, T]
    mask = tf.mul(mask, tf.cast(tf.equal(ends, 0), 'float32'));
  }
  const weights = tf.div(mask, tf.maximum(tf.sum(mask), 1));
  return { x, targets: oneHot(next, outputs), weights: tf.reshape(weights, [rows * length]), rows: null };
}

/** Validation windows are uploaded at once, training windows batch by batch. The caller disposes of it. */
export function uploadTexts(task: TokenTask): DeviceData {
  const { train, validation, inputs: length, outputs } = task;
  const windows = validationWindows(validation.size, length, outputs);
  const perChunk = Math.max(1, Math.floor(chunkRows / length));
  const chunks: ValidationChunk[] = [];
  for (let from = 0; from < windows; from += perChunk) {
    const examples = Int32Array.from({ length: Math.min(perChunk, windows - from) }, (_, i) => from + i);
    const truth = task.truth?.(examples) ?? null;
    const part = cut(validation, examples, length);
    const uploaded = upload(tokenArrays(part, length));
    chunks.push({
      ...tokenBatch(uploaded, outputs),
      mask: tf.tensor1d(part.mask),
      count: part.count,
      truth: truth === null ? null : tf.tensor2d(truth, [examples.length * length, outputs]),
    });
    // Only their one-hot rows are needed.
    uploaded[1]?.dispose();
  }
  const texts = uploadWindows(train);
  return {
    size: train.size,
    outputs,
    rowsPerExample: length,
    wholeExamples: task.wholeExamples,
    met: (hidden) => metExamples(task, hidden),
    labelled: (count, seed, hidden) => labelledExamples(task, count, seed, hidden),
    arrays: (examples) =>
      texts === null ? tokenArrays(cut(train, examples, length), length) : [texts.cuts(examples)],
    batch(uploaded) {
      if (texts === null) return tokenBatch(uploaded, outputs);
      const cuts = uploaded[0] as tf.Tensor2D;
      return tokenBatch(runFused('windows', { text: texts.text, cuts }, { length }), outputs);
    },
    validation: chunks,
    writing: {
      windows(examples) {
        const ids = new Int32Array(examples.length * (length + 1));
        const given = new Float32Array(ids.length);
        examples.forEach((example, row) => {
          const { tokens, prompt } = train.at(example);
          ids.set(tokens, row * (length + 1));
          given.fill(1, row * (length + 1), row * (length + 1) + prompt);
        });
        const shape = [examples.length, length + 1];
        return { ids: { values: ids, shape }, given: { values: given, shape } };
      },
      batchOf: (ids, given) => writtenBatch(ids, given, outputs, task.end),
    },
    features: null,
    dispose() {
      texts?.text.dispose();
      for (const { x, targets, weights, mask, truth } of chunks) {
        tf.dispose([x, targets, weights, mask, truth].filter((tensor) => tensor !== null));
      }
    },
  };
}
