// Decision maps: what each lane has learnt of a plane.

import * as tf from '../tf.ts';
import { forEachLane } from './lanes.ts';
import type { SnapshotMaker } from './snapshot.ts';

/** Probabilities of all lanes at the centres of a grid over a two-dimensional task, rows from the top. */
export const map: SnapshotMaker<'map'> = async (training, task, cells) => {
  const { extent } = task;
  if (extent === null) return null;
  const grid = new Float32Array(cells * cells * 2);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const at = (i: number) => extent * ((2 * i + 1) / cells - 1);
      grid.set([at(column), -at(row)], 2 * (row * cells + column));
    }
  }
  const x = tf.tensor2d(grid, [cells * cells, 2]);
  const lanes = await forEachLane(training, x, { soften: true });
  x.dispose();
  return { kind: 'map', cells, classes: task.classes.length, extent, lanes };
};
