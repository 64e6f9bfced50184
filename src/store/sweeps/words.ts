// What sweeps and their runs are called.

import { flatten, specsFor } from '../../shared/config.ts';
import type { Axis } from '../../shared/sweep/axis.ts';
import type { Point, SweepPlan } from '../../shared/sweep/plan.ts';
import { labelOf, writeValue } from '../runs/saved-run.ts';

export const axisLabel = ({ path, spec }: Pick<Axis, 'path' | 'spec'>): string => labelOf(path, spec);

/** "Temperature T × Alpha, 5 × 5", "Alpha, 3 values"; where another one is called that a number follows. */
export function sweepName({ axes, random }: SweepPlan, taken: readonly string[]): string {
  const counts = axes.map(({ values }) => values.length);
  const size =
    random !== null ? `${random} draws` : counts.length === 1 ? `${counts[0]} values` : counts.join(' × ');
  const name = `${axes.map(axisLabel).join(' × ')}, ${size}`;
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name} (${count})`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** "Temperature T 4, Alpha 0.5": the values of a combination. */
export const pointWords = ({ axes }: SweepPlan, { settings }: Point): string =>
  axes.map((axis) => `${axisLabel(axis)} ${writeValue(axis.spec, settings[axis.path])}`).join(', ');

/** The label of any setting of an experiment. */
export const settingLabel = (config: SweepPlan['config'], path: string): string =>
  labelOf(path, specsFor(flatten(config)).get(path));
