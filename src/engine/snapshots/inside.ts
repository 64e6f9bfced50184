// What happens inside the networks: hidden units over a plane or on one input, or attention on a text.

import { attentionInside } from '../inside/attention.ts';
import { featuresInside } from '../inside/features.ts';
import { networkInside } from '../inside/network.ts';
import type { SnapshotMaker } from './snapshot.ts';

/** null where the question belongs to another kind of task. */
export const inside: SnapshotMaker<'inside'> = async (training, task, asked, isWanted) => {
  if (task.kind === 'tokens') {
    const found = asked.of === 'text' ? await attentionInside(training, task, asked.text, isWanted) : null;
    return found === null ? null : { kind: 'inside', ...found };
  }
  if (asked.of === 'plane') {
    const found = task.extent === null ? null : await networkInside(training, task.extent, asked.units);
    return found === null ? null : { kind: 'inside', ...found };
  }
  const found = asked.of === 'input' ? await featuresInside(training, task, asked.probe) : null;
  return found === null ? null : { kind: 'inside', ...found };
};
