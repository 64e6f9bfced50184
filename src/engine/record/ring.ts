// Where the rows of replayed steps wait to be read: places in one tensor, taken in turn.

import { copyNumbers, emptyTensor } from '../backend/commands.ts';
import { type GpuBackend, runningGpuBackend } from '../backend/webgpu.ts';
import * as tf from '../tf.ts';

/** Rows a ring holds; training reads them long before. */
const capacity = 1024;

export interface RingRow {
  /** The whole ring, [capacity * size]. */
  readonly ring: tf.Tensor1D;
  /** Where the row begins in it. */
  readonly at: number;
  readonly size: number;
  /** To be called when the reading of the row is enqueued: its place may be taken again. */
  free(): void;
}

export interface Ring {
  /** The next free place. */
  next(): RingRow;
  dispose(): void;
}

/** `size` numbers a row. Grows where rows are not read in time. */
export function createRing(size: number): Ring {
  const make = (): tf.Tensor1D => tf.keep(tf.zeros([capacity * size]));
  const rings = [make()];
  let [slot, used] = [0, 0];
  return {
    next() {
      if (used === capacity) {
        // Nobody has read for that long: those rows stay where they are.
        rings.push(make());
        [slot, used] = [0, 0];
      }
      const ring = rings.at(-1) as tf.Tensor1D;
      const at = slot * size;
      slot = (slot + 1) % capacity;
      used += 1;
      const free = () => {
        if (ring === rings.at(-1)) used -= 1;
      };
      return { ring, at, size, free };
    },
    dispose: () => tf.dispose(rings),
  };
}

/** Rows of one type one behind the other, and perhaps more numbers behind them. The caller's to dispose of. */
export function join(rows: readonly (tf.Tensor1D | RingRow)[]): tf.Tensor1D {
  const gpu = runningGpuBackend();
  const parts = neighboursJoined(rows);
  return gpu === null ? tf.tidy(() => tf.concat1d(parts.map(sliceOf))) : copied(gpu, parts);
}

/** Neighbours in a ring are one row. */
function neighboursJoined(rows: readonly (tf.Tensor1D | RingRow)[]): (tf.Tensor1D | RingRow)[] {
  const parts: (tf.Tensor1D | RingRow)[] = [];
  for (const row of rows) {
    const last = parts.at(-1);
    const isNext =
      !(row instanceof tf.Tensor) &&
      last !== undefined &&
      !(last instanceof tf.Tensor) &&
      row.ring === last.ring &&
      row.at === last.at + last.size;
    if (isNext) parts[parts.length - 1] = { ...last, size: last.size + row.size };
    else parts.push(row);
  }
  return parts;
}

const sliceOf = (row: tf.Tensor1D | RingRow): tf.Tensor1D =>
  row instanceof tf.Tensor ? row : tf.slice1d(row.ring, row.at, row.size);

/** By copies, without a program, and into one of few sizes: TensorFlow.js keeps a spare buffer for each size it ever saw. */
function copied(gpu: GpuBackend, parts: readonly (tf.Tensor1D | RingRow)[]): tf.Tensor1D {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const [first] = parts;
  const dtype = first instanceof tf.Tensor ? first.dtype : 'float32';
  const target = emptyTensor(gpu, [2 ** Math.ceil(Math.log2(Math.max(16, size)))], dtype);
  let at = 0;
  for (const part of parts) {
    const [from, begin] = part instanceof tf.Tensor ? [part, 0] : [part.ring, part.at];
    copyNumbers(gpu, from, begin, target, at, part.size);
    at += part.size;
  }
  return target as tf.Tensor1D;
}

/** One row as several, of these sizes, one behind the other; they are to be freed in its place. */
export function splitRow(row: tf.Tensor1D | RingRow, sizes: readonly number[]): (tf.Tensor1D | RingRow)[] {
  if (row instanceof tf.Tensor) {
    const parts = tf.split(row, [...sizes]) as tf.Tensor1D[];
    row.dispose();
    return parts;
  }
  let at = row.at;
  return sizes.map((size, i) => {
    const part = { ...row, at, size, free: i === sizes.length - 1 ? row.free : () => {} };
    at += size;
    return part;
  });
}

/** Frees rows whose reading is enqueued. */
export function release(rows: readonly (tf.Tensor1D | RingRow)[]): void {
  for (const row of rows) {
    if (row instanceof tf.Tensor) row.dispose();
    else row.free();
  }
}
