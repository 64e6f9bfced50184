// A task's examples on the device, behind one face: vectors that are gathered by index, or tokens that are cut from a
// text. The trainer draws batches and does not know which.

import { validationWindows } from '../shared/memory.ts';
import { labelledSubset } from './batches.ts';
import { isFused, runFused } from './kernels/kernels.ts';
import { oneHot } from './ops/one-hot.ts';
import type { Split, TaskData, TokenTask, VectorTask, Windows } from './tasks/task.ts';
import * as tf from './tf.ts';

/** An array on its way to the device. */
export interface HostArray {
  readonly values: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** Puts arrays on the device; the tensors are the caller's to dispose of. */
export const upload = (arrays: readonly HostArray[]): tf.Tensor[] =>
  arrays.map(({ values, shape }) =>
    tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32'),
  );

/** What a step is given: an array from the host, or a tensor that is on the device already. */
export type StepInput = HostArray | tf.Tensor;

/** Inputs as tensors on the device; inside a tidy, which frees those that were uploaded. */
export const place = (inputs: readonly StepInput[]): tf.Tensor[] =>
  inputs.flatMap((input) => (input instanceof tf.Tensor ? input : upload([input])));

/** Examples to learn from or to be measured on. R rows of answers: one an example, or one a token. */
export interface Batch {
  /** Features [B, inputs], or token ids [B, T]. */
  readonly x: tf.Tensor2D;
  /** Right answers, one-hot, [R, K]. */
  readonly targets: tf.Tensor2D;
  /** Weight of each row, [R], summing to 1; null weighs all alike. */
  readonly weights: tf.Tensor1D | null;
  /** Which training examples these are, [B], where `features` holds them all; else null. */
  readonly rows: tf.Tensor1D | null;
}

/** A chunk of the validation set, with what else is known of it. */
export interface ValidationChunk extends Batch {
  /** 1 where a row counts, [R]; null where all do. */
  readonly mask: tf.Tensor1D | null;
  /** Rows that count. */
  readonly count: number;
  /** The true distribution of each row, [R, K], where the task knows it. */
  readonly truth: tf.Tensor2D | null;
}

export interface DeviceData {
  /** Training examples to draw from. */
  readonly size: number;
  readonly outputs: number;
  /** Rows of one example: 1, or the tokens of a window. */
  readonly rowsPerExample: number;
  /** true: what was written is scored as a whole, every row of an example right. */
  readonly wholeExamples: boolean;
  /** Examples that the student may meet: all, but for those of a hidden class. */
  met(hidden: number | null): Int32Array;
  /** Those of them whose labels it may see. */
  labelled(count: number, seed: number, hidden: number | null): Int32Array;
  /** What a batch of these examples needs from the host: as many examples, the same shapes. */
  arrays(examples: Int32Array): readonly HostArray[];
  /** The batch that uploaded `arrays` stand for: device work alone, inside a tidy. */
  batch(uploaded: readonly tf.Tensor[]): Batch;
  readonly validation: readonly ValidationChunk[];
  /** Tasks whose models write: training windows to begin from, and written windows as a batch. */
  readonly writing: {
    /** Ids and, where a token is given rather than to be written, 1; [B, T + 1] each. */
    windows(examples: Int32Array): { readonly ids: HostArray; readonly given: HostArray };
    /** What was written counts, up to and with the end of the text. Inside a tidy. */
    batchOf(ids: tf.Tensor2D, given: tf.Tensor2D): Batch;
  } | null;
  /** All training features, where the teacher's answers can be computed once and kept; null where they are too many. */
  readonly features: tf.Tensor2D | null;
  dispose(): void;
}

/** The batch of these examples, host's and device's part in one; inside a tidy. */
export const batchOf = (data: DeviceData, examples: Int32Array): Batch =>
  data.batch(upload(data.arrays(examples)));

const indices = (size: number): Int32Array => Int32Array.from({ length: size }, (_, i) => i);

/** The training examples that the student may meet. */
export function metExamples(task: TaskData, hidden: number | null): Int32Array {
  const all = indices(task.train.size);
  if (task.kind !== 'vectors' || hidden === null) return all;
  return all.filter((example) => task.train.labels[example] !== hidden);
}

/** The training examples whose labels the student may see. */
export function labelledExamples(
  task: TaskData,
  count: number,
  seed: number,
  hidden: number | null,
): Int32Array {
  if (task.kind === 'vectors') return labelledSubset(task.train.labels, task.outputs, count, seed, hidden);
  return Int32Array.from({ length: task.train.within(count) }, (_, i) => i);
}

/** Validation rows per forward pass, so that a large table does not need one large buffer. */
const chunkRows = 2048;

export const uploadTask = (task: TaskData): DeviceData =>
  task.kind === 'vectors' ? uploadVectors(task) : uploadTokens(task);

function oneHotLabels({ labels, size }: Split, classes: number): tf.Tensor2D {
  const targets = new Float32Array(size * classes);
  labels.forEach((label, row) => {
    targets[row * classes + label] = 1;
  });
  return tf.tensor2d(targets, [size, classes]);
}

function uploadVectors(task: VectorTask): DeviceData {
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
function uploadTexts({ texts, at }: Windows): DeviceTexts | null {
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

function uploadTokens(task: TokenTask): DeviceData {
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
  const texts = uploadTexts(train);
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
