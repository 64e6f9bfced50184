// All states of a checkpoint at once: looked through, changed, measured.

import type { Checkpoint, LaneState } from './lanes.ts';

/** Those of the lanes, the teacher's first, then of the second teacher and the assistant where there are any. */
export const statesOf = ({ lanes, second, assistant }: Checkpoint): readonly LaneState[] =>
  [lanes.teacher, lanes.student, lanes.control, second ?? [], assistant ?? []].flat();

export const arraysOf = (states: readonly LaneState[]): readonly Float32Array[] =>
  states.flatMap(({ weights, slots }) => [...weights, ...slots]);

/** Size of all their arrays. */
export const bytesOf = (states: readonly LaneState[]): number =>
  arraysOf(states).reduce((sum, { byteLength }) => sum + byteLength, 0);

/** The same checkpoint with `change` made to each state. */
export function mapStates(checkpoint: Checkpoint, change: (state: LaneState) => LaneState): Checkpoint {
  const { lanes, second, assistant } = checkpoint;
  return {
    ...checkpoint,
    lanes: {
      teacher: change(lanes.teacher),
      student: change(lanes.student),
      control: change(lanes.control),
    },
    second: second && change(second),
    ...(assistant === undefined ? {} : { assistant: change(assistant) }),
  };
}

/** What an optimiser remembers is of no use once the last step is taken, and with Adam two thirds of the size. */
export const withoutSlots = (state: LaneState): LaneState => ({ ...state, slots: [] });
