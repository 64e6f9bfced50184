// What a checkpoint is worth and how large it is.

import { mistakeOf } from '../shared/catalog/mistakes.ts';
import type { Config } from '../shared/config.ts';
import type { Checkpoint, LaneState } from '../shared/protocol/lanes.ts';

const arraysOf = (states: readonly LaneState[]): Float32Array[] =>
  states.flatMap(({ weights, slots }) => [...weights, ...slots]);

/** What must be sound for a run to go on from it. */
const needed = ({ lanes: { teacher, student }, second, assistant }: Checkpoint): readonly LaneState[] =>
  [teacher, student, second ?? [], assistant ?? []].flat();

/**
 * A last update can blow up weights whose loss was still finite: such a checkpoint is worth nothing. A control that is taught
 * with a mistake may blow up, and the others go on.
 */
export function isSound(checkpoint: Checkpoint, { distill }: Config): boolean {
  const others = needed(checkpoint);
  const all = mistakeOf(distill.control) === null ? [...others, checkpoint.lanes.control] : others;
  return arraysOf(all).every((array) => array.every(Number.isFinite));
}

/** Larger checkpoints stay in the worker. */
const maxPostedBytes = 64e6;

export const isSmall = (checkpoint: Checkpoint): boolean =>
  arraysOf([...needed(checkpoint), checkpoint.lanes.control]).reduce(
    (sum, { byteLength }) => sum + byteLength,
    0,
  ) <= maxPostedBytes;
