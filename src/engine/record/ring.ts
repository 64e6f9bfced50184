// Where the rows of replayed steps wait to be read: places in one tensor, taken in turn.

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

/** Rows one behind the other as few tensors: neighbours in a ring are read at once. The caller's to dispose of. */
export function join(rows: readonly (tf.Tensor1D | RingRow)[]): tf.Tensor1D {
  return tf.tidy(() => {
    const parts: tf.Tensor1D[] = [];
    for (let i = 0; i < rows.length; ) {
      const first = rows[i] as tf.Tensor1D | RingRow;
      i += 1;
      if (first instanceof tf.Tensor) {
        parts.push(first);
        continue;
      }
      let size = first.size;
      for (; i < rows.length; i++) {
        const next = rows[i] as tf.Tensor1D | RingRow;
        if (next instanceof tf.Tensor || next.ring !== first.ring || next.at !== first.at + size) break;
        size += next.size;
      }
      parts.push(tf.slice1d(first.ring, first.at, size));
    }
    return tf.concat1d(parts);
  });
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
