// Fidelity of all lanes on one set of examples: validation, training inputs with their labels in sight, or without.

import { hiddenClassOf } from '../../shared/config.ts';
import { laneIds } from '../../shared/protocol/lanes.ts';
import type { FidelitySet } from '../../shared/protocol/watch.ts';
import type { Batch, DeviceData } from '../data/data.ts';
import { measurable, measureFidelity, trainingBatches } from '../fidelity.ts';
import type { Training } from '../train.ts';
import type { SnapshotMaker } from './snapshot.ts';

/** Batches of a set, how many examples they hold, and of how many. */
interface Examples {
  readonly batches: Iterable<() => Batch>;
  readonly examples: number;
  readonly of: number;
}

function validation({ data }: Training): Examples {
  const examples = data.validation.reduce((sum, { x }) => sum + x.shape[0], 0);
  return { batches: data.validation.map((chunk) => () => chunk), examples, of: examples };
}

function training(data: DeviceData, all: Int32Array): Examples {
  const chosen = measurable(all, data.rowsPerExample);
  return { batches: trainingBatches(data, chosen), examples: chosen.length, of: all.length };
}

function examplesOf(set: FidelitySet, run: Training): Examples {
  const { data, config } = run;
  const seen = data.labelled(config.distill.labels, config.seed, hiddenClassOf(config));
  switch (set) {
    case 'validation':
      return validation(run);
    case 'seen':
      return training(data, seen);
    case 'unseen': {
      const isSeen = new Set(seen);
      const others = Array.from({ length: data.size }, (_, i) => i).filter((i) => !isSeen.has(i));
      return training(data, Int32Array.from(others));
    }
    default:
      return set satisfies never;
  }
}

export const fidelity: SnapshotMaker<'fidelity'> = async (run, _task, set) => {
  const { batches, examples, of } = examplesOf(set, run);
  const facts = { kind: 'fidelity', set, examples, of } as const;
  if (examples === 0) return { ...facts, lanes: null, second: null };
  const models = laneIds.map((lane) => run.answers(lane));
  if (run.second !== null) models.push(run.second.lane.model);
  const [first, ofStudent, ofControl, ofSecond = null] = await measureFidelity(models, batches);
  if (first === undefined || ofStudent === undefined || ofControl === undefined) return null;
  return {
    ...facts,
    lanes: { teacher: first, student: ofStudent, control: ofControl },
    second: ofSecond,
  };
};
