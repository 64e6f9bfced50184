// What a checkpoint is worth and how large it is.

import { mistakeOf } from '../shared/catalog/mistakes.ts';
import type { Config } from '../shared/config.ts';
import { arraysOf, bytesOf, statesOf } from '../shared/protocol/checkpoint.ts';
import type { Checkpoint } from '../shared/protocol/lanes.ts';

/**
 * A last update can blow up weights whose loss was still finite: such a checkpoint is worth nothing. A control that is taught
 * with a mistake may blow up, and the others go on.
 */
export function isSound(checkpoint: Checkpoint, { distill }: Config): boolean {
  const mayBlowUp = mistakeOf(distill.control) === null ? null : checkpoint.lanes.control;
  const needed = statesOf(checkpoint).filter((state) => state !== mayBlowUp);
  return arraysOf(needed).every((array) => array.every(Number.isFinite));
}

/** Larger checkpoints stay in the worker. */
const maxPostedBytes = 64e6;

/** Whether the page is handed it. */
export const isSmall = (checkpoint: Checkpoint): boolean => bytesOf(statesOf(checkpoint)) <= maxPostedBytes;
