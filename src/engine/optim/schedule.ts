// Learning-rate schedules: pure functions of the step.

import type { ScheduleId } from '../../shared/catalog/optimizers.ts';

/** Share of the set learning rate after warm-up; `progress` runs from 0 to 1 over the remaining steps. */
const shapes = {
  constant: () => 1,
  cosine: (progress) => 0.1 + 0.45 * (1 + Math.cos(Math.PI * progress)),
} satisfies Record<ScheduleId, (progress: number) => number>;

/** Factor on the learning rate at `step` (0-based) of `steps`: a linear rise over `warmupSteps`, then the schedule. */
export function scheduleFactor(id: ScheduleId, step: number, steps: number, warmupSteps: number): number {
  if (step < warmupSteps) return (step + 1) / (warmupSteps + 1);
  return shapes[id](Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps)));
}
