// A checkpoint on its way to the page: copied here, where nobody waits, and handed over whole. Cloned by the browser it would
// be taken apart on the page's main thread, tens of milliseconds for a few megabytes.

import { mapStates } from '../shared/protocol/checkpoint.ts';
import type { Checkpoint } from '../shared/protocol/lanes.ts';
import type { Post } from './services.ts';

/** The caller keeps its own arrays. */
export function postCheckpoint(post: Post, runId: string, checkpoint: Checkpoint): void {
  const buffers: ArrayBuffer[] = [];
  const copied = (array: Float32Array): Float32Array => {
    const copy = new Float32Array(array);
    buffers.push(copy.buffer as ArrayBuffer);
    return copy;
  };
  const copy = mapStates(checkpoint, (state) => ({
    ...state,
    weights: state.weights.map(copied),
    slots: state.slots.map(copied),
  }));
  post({ type: 'checkpoint', runId, checkpoint: copy }, buffers);
}
