// All lanes' answers to one input of the visitor's.

import { encodeProbe, forEachLane } from './lanes.ts';
import type { SnapshotMaker } from './snapshot.ts';

/** Logits of all lanes for one input; null where the input does not fit the task. */
export const probe: SnapshotMaker<'probe'> = async (training, task, asked) => {
  const x = encodeProbe(task, asked);
  if (x === null) return null;
  const all = await forEachLane(training, x);
  x.dispose();
  // Of a text only the answer behind its last token is asked for.
  const last = (logits: Float32Array) => logits.subarray(logits.length - task.outputs);
  const logits = { teacher: last(all.teacher), student: last(all.student), control: last(all.control) };
  return { kind: 'probe', probe: asked, logits };
};
