// The same experiment with several seeds: which ones, and what their gains say together.

import { taskRow } from './catalog/tasks.ts';
import { type Config, differences } from './config.ts';
import { gainIn, type Measure, measureOf } from './gain.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** Seeds that one wish may ask for. */
export const seedLimits = { min: 1, max: 20 } as const;
const seedCount = 2 ** 32;

/** `count` seeds from that of `config` on. */
export const seedsFrom = ({ seed }: Config, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (seed + i) % seedCount);

/** Two configs with equal keys are one experiment, whatever their seeds. */
export const experimentKey = (config: Config): string =>
  JSON.stringify(Object.entries(differences({ ...config, seed: 0 })).filter(([path]) => path !== 'seed'));

/** What a seed draws anew, in words. */
export const drawnBySeed = ({ task }: Config): string =>
  `${taskRow(task.kind).seedDraws}; the initial weights of the teacher and of the student (the control has the student's); the order of the batches; dropout and sampling, where there are any`;

/** Student's and control's figures of one seed, in the measure of the task. */
export interface SeedFigures {
  readonly seed: number;
  readonly student: number;
  readonly control: number;
  /** Points, or nats where less is better. */
  readonly gain: number;
}

export interface GainSpread extends Spread {
  readonly measure: Measure;
  readonly seeds: readonly SeedFigures[];
}

/** The gain over several seeds; `at` gives the last value of a column, by seed. Seeds without it are left out. */
export function gainSpread(
  config: Config,
  runs: readonly { readonly seed: number; at(column: string): number | null }[],
): GainSpread {
  const measure = measureOf(config);
  const seeds = runs.flatMap(({ seed, at }): SeedFigures[] => {
    const [student, control] = [at(`student.${measure.column}`), at(`control.${measure.column}`)];
    if (student === null || control === null) return [];
    return [{ seed, student, control, gain: gainIn(measure, student, control) }];
  });
  return { measure, seeds, ...spreadOf(seeds.map(({ gain }) => gain)) };
}
