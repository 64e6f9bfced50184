// A checkpoint on its way to the page: copied here, where nobody waits, and handed over whole. Cloned by the browser it would
// be taken apart on the page's main thread, tens of milliseconds for a few megabytes.

import type { Checkpoint, LaneState } from '../shared/protocol/lanes.ts';
import type { Post } from './services.ts';

export function postCheckpoint(post: Post, runId: string, checkpoint: Checkpoint): void {
  const buffers: ArrayBuffer[] = [];
  const copied = (array: Float32Array): Float32Array => {
    const copy = new Float32Array(array);
    buffers.push(copy.buffer as ArrayBuffer);
    return copy;
  };
  const stateOf = (state: LaneState): LaneState => ({
    ...state,
    weights: state.weights.map(copied),
    slots: state.slots.map(copied),
  });
  const { teacher, student, control } = checkpoint.lanes;
  const { second, assistant } = checkpoint;
  const copy: Checkpoint = {
    ...checkpoint,
    lanes: { teacher: stateOf(teacher), student: stateOf(student), control: stateOf(control) },
    second: second && stateOf(second),
    ...(assistant === undefined ? {} : { assistant: stateOf(assistant) }),
  };
  post({ type: 'checkpoint', runId, checkpoint: copy }, buffers);
}
