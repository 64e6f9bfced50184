// The same experiment with several seeds in this process: what --seeds prints.

import type { Config } from '../shared/config.ts';
import { drawnBySeed, type GainSpread, gainSpread, seedsFrom } from '../shared/seeds.ts';
import { holdsZero } from '../shared/statistics.ts';
import { type LaneResult, type Result, resultVersion } from './experiment.ts';

export interface SeedsResult {
  readonly version: number;
  /** What differs between the runs. */
  readonly drawnBySeed: string;
  readonly runs: readonly Result[];
  /** 95 % confidence interval of the mean gain by Student's t, in points or nats. */
  readonly spread: Omit<GainSpread, 'measure'> & { readonly measure: string; readonly unit: string };
}

const fieldOf = {
  accuracy: 'valAccuracy',
  valLoss: 'valLoss',
  exactMatch: 'exactMatch',
  truthKl: 'truthKl',
} as const;

/** The last value of a column, `student.accuracy`, in a result; null where it was not measured. */
export function figure({ lanes }: Result, column: string): number | null {
  const [lane, measure] = column.split('.') as ['student' | 'control', keyof typeof fieldOf];
  const result: LaneResult = lanes[lane];
  return result[fieldOf[measure]] ?? null;
}

/** Runs one seed after the other. */
export async function runSeeds(
  config: Config,
  count: number,
  run: (config: Config) => Promise<Result>,
): Promise<SeedsResult> {
  const runs: Result[] = [];
  for (const seed of seedsFrom(config, count)) {
    runs.push(await run(seed === config.seed ? config : { ...config, seed }));
  }
  const { measure, ...spread } = gainSpread(
    config,
    runs.map((result) => ({
      seed: result.config.seed,
      at: (column: string) => figure(result, column),
    })),
  );
  return {
    version: resultVersion,
    drawnBySeed: drawnBySeed(config),
    runs,
    spread: { ...spread, measure: measure.column, unit: measure.unit },
  };
}

/** A table of the seeds, and what they say together. */
export function seedsSummary({ spread, drawnBySeed: drawn, runs }: SeedsResult): string {
  const { unit, measure, seeds, mean, deviation, interval, count } = spread;
  const isShare = unit === 'points';
  const cell = (value: number) => (isShare ? (100 * value).toFixed(1) : value.toFixed(4)).padStart(9);
  const gain = (value: number) =>
    `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(isShare ? 1 : 4)}`.padStart(9);
  const rows = seeds.map(
    (row) => `${String(row.seed).padStart(10)}${cell(row.student)}${cell(row.control)}${gain(row.gain)}`,
  );
  const said =
    count < 2
      ? 'one seed has no spread'
      : `standard deviation ${deviation.toFixed(isShare ? 1 : 4)}, 95 % confidence interval ${gain(interval[0]).trim()} to ${gain(interval[1]).trim()} (Student's t, ${count - 1} degrees of freedom)${holdsZero(spread) ? ': no difference seen' : ''}`;
  return [
    `${'seed'.padStart(10)}${'student'.padStart(9)}${'control'.padStart(9)}${'gain'.padStart(9)}   ${measure}${isShare ? ', %; gain in points' : ', nats'}`,
    ...rows,
    `mean gain ${gain(mean).trim()} ${unit} over ${count} seed${count === 1 ? '' : 's'}; ${said}`,
    `Each seed draws anew: ${drawn}.`,
    runs[0]?.link ?? '',
  ].join('\n');
}
