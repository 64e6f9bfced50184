// Decision maps: what each lane has learnt of a plane.

import * as tf from '../tf.ts';
import { planeGrid } from './grid.ts';
import { forEachLane } from './lanes.ts';
import type { SnapshotMaker } from './snapshot.ts';

/** Probabilities of all lanes at the centres of a grid over a two-dimensional task, rows from the top. */
export const map: SnapshotMaker<'map'> = async (training, task, cells) => {
  const { extent } = task;
  if (extent === null) return null;
  const x = tf.tensor2d(planeGrid(extent, cells), [cells * cells, 2]);
  const lanes = await forEachLane(training, x, { soften: true });
  x.dispose();
  return { kind: 'map', cells, classes: task.classes.length, extent, lanes };
};
