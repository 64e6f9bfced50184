// Which weights of a run are kept beside its last ones, so that a fork may begin in the middle: those of the first
// checkpoint in each further fifth of the run, where they are small enough. Pure bookkeeping.

import { type Config, phaseSteps } from '../../shared/config.ts';
import { bytesOf, statesOf } from '../../shared/protocol/checkpoint.ts';
import type { Checkpoint } from '../../shared/protocol/lanes.ts';

const parts = 5;
/** Larger ones would take the browser's room from other runs. */
const mostBytes = 8e6;

/** Steps of all phases that a checkpoint has behind it. */
export const stepsOf = ({ lanes, assistant }: Checkpoint): number =>
  lanes.teacher.step + (assistant?.step ?? 0) + lanes.student.step;

/** The fifth of the run in which these steps lie, from 0. */
const fifthOf = (config: Config, steps: number): number =>
  Math.floor((parts * steps) / Math.max(1, phaseSteps(config).total));

/** Whether `checkpoint` is the first in a fifth of its run that has none yet; the last is kept anyway. */
export function isMilestone(config: Config, checkpoint: Checkpoint, kept: readonly number[]): boolean {
  const steps = stepsOf(checkpoint);
  const fifth = fifthOf(config, steps);
  if (fifth < 1 || steps >= phaseSteps(config).total) return false;
  return (
    !kept.some((other) => fifthOf(config, other) === fifth) && bytesOf(statesOf(checkpoint)) <= mostBytes
  );
}

/** "student step 240": where so many steps of all phases are. */
export function placeAt(config: Config, steps: number): string {
  const { teacher, assistant } = phaseSteps(config);
  if (steps <= teacher) return `teacher step ${steps}`;
  if (steps <= teacher + assistant) return `assistant step ${steps - teacher}`;
  return `student step ${steps - teacher - assistant}`;
}
