// Weights that are kept from the middle of a run.

import { expect, it } from 'vitest';
import { phaseSteps } from '../../shared/config.ts';
import type { Checkpoint } from '../../shared/protocol/lanes.ts';
import { isMilestone, placeAt, stepsOf } from './milestones.ts';
import { checkpoint, lane, savedRun } from './saved-run.testing.ts';

const atStep = (step: number) => ({ ...lane(1), step });
const at = (teacher: number, student: number): Checkpoint => ({
  ...checkpoint,
  lanes: { teacher: atStep(teacher), student: atStep(student), control: atStep(student) },
});
const { config } = savedRun();

it('earlier weights are those of the first checkpoint in each further fifth of a run, and told by their place', () => {
  const { total, teacher } = phaseSteps(config);
  const kept: number[] = [];
  for (let steps = 0; steps <= total; steps += total / 20) {
    const made = at(Math.min(steps, teacher), Math.max(0, steps - teacher));
    if (isMilestone(config, made, kept)) kept.push(stepsOf(made));
  }
  expect(kept).toEqual([1, 2, 3, 4].map((fifth) => (fifth * total) / 5));
  expect(placeAt(config, kept[0] ?? 0)).toBe(`teacher step ${kept[0]}`);
  expect(placeAt(config, kept[3] ?? 0)).toBe(`student step ${(kept[3] ?? 0) - teacher}`);
});
