// What panels show beside the curves, made on request from the current weights, never part of a training step.
// Adding a snapshot = a request in `Watch` and its content in shared/protocol/, one file here, one row.

import type { Snapshot, SnapshotKind, SnapshotOf } from '../../shared/protocol/snapshots.ts';
import type { Watch } from '../../shared/protocol/watch.ts';
import type { TaskData } from '../tasks/task.ts';
import type { Training } from '../train.ts';
import { cost } from './cost.ts';
import { disagreements } from './disagreements.ts';
import { exposure } from './exposure.ts';
import { fidelity } from './fidelity.ts';
import { inside } from './inside.ts';
import { map } from './map.ts';
import { passage } from './passage.ts';
import { probe } from './probe.ts';
import { tokensOf } from './tokens.ts';
import { xray } from './xray.ts';

/** Answers one request; null where it does not fit the task. May read back: it is called between steps, and rarely. */
export type SnapshotMaker<K extends SnapshotKind> = (
  training: Training,
  task: TaskData,
  request: NonNullable<Watch[K]>,
  /** false: whoever asked is gone; what takes long may give up. */
  isWanted: () => boolean,
) => Promise<SnapshotOf<K> | null>;

const makers: { readonly [K in SnapshotKind]: SnapshotMaker<K> } = {
  probe,
  map,
  disagreements,
  passage,
  fidelity,
  cost,
  xray,
  inside,
  exposure,
  tokens: async (_training, task, text) => tokensOf(task, text),
};

export const snapshotKinds = Object.keys(makers) as SnapshotKind[];

/** The snapshot that `watch` asks for under `kind`; null where it asks for none, or the task has none. */
export async function makeSnapshot(
  kind: SnapshotKind,
  training: Training,
  task: TaskData,
  watch: Watch,
  isWanted: () => boolean = () => true,
): Promise<Snapshot | null> {
  const request = watch[kind];
  // Each maker takes its own kind's request; TypeScript cannot see that the key and the request belong together.
  const make = makers[kind] as (...asked: Parameters<SnapshotMaker<never>>) => Promise<Snapshot | null>;
  return request === null ? null : make(training, task, request as never, isWanted);
}
