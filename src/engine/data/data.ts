// A task's examples on the device, behind one face: vectors that are gathered by index, or tokens that are cut from a
// text. The trainer draws batches and does not know which.

import type { TaskData } from '../tasks/task.ts';
import type * as tf from '../tf.ts';
import { type HostArray, upload } from './arrays.ts';
import { uploadTexts } from './texts.ts';
import { uploadVectors } from './vectors.ts';

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

/** All examples of a task, on the running backend; the caller's to dispose of. */
export const uploadTask = (task: TaskData): DeviceData =>
  task.kind === 'vectors' ? uploadVectors(task) : uploadTexts(task);
