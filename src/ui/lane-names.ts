// What the lanes are called where a run is shown: the third one by what it is, a control, one taught directly, or a mistake.

import { type ControlId, controlWords } from '../shared/catalog/mistakes.ts';
import type { LaneId } from '../shared/protocol/lanes.ts';
import { usePage } from './store-context.tsx';

export type LaneNames = Readonly<Record<LaneId, string>>;

const known = new Map<ControlId, LaneNames>();

/** The same object for the same control: drawings depend on it. */
export function laneNamesOf(control: ControlId): LaneNames {
  const names = known.get(control) ?? {
    teacher: 'Teacher',
    student: 'Student',
    control: controlWords(control).name,
  };
  known.set(control, names);
  return names;
}

/** Of the run on show, or of the settings. */
export const useLaneNames = (): LaneNames =>
  laneNamesOf(usePage(({ run, config }) => (run?.config ?? config).distill.control));
