// For tests: quick trainings on the plane, and what is measured of them.

import { expect } from 'vitest';
import { type Config, configFrom, type Settings } from '../shared/config.ts';
import { type Metrics, type MetricTable, metricTables } from '../shared/protocol/status.ts';
import { trainLoop } from './loop.ts';
import { noSources } from './tasks/sources.testing.ts';
import { loadTask } from './tasks/task.ts';
import { createTraining, type StartFrom, type Training } from './train.ts';

/** A quick experiment on the plane; `settings` change it. */
export function planeConfig(settings: Settings = {}): Config {
  const { config, problems } = configFrom({
    'task.kind': 'plane',
    'task.points': 300,
    'train.teacherSteps': 60,
    'train.studentSteps': 60,
    'train.batchSize': 64,
    'train.evalEvery': 20,
    ...settings,
  });
  expect(problems).toEqual([]);
  return config;
}

/** Nothing is trained yet. */
export const begin = async (config: Config, from: StartFrom = {}): Promise<Training> =>
  createTraining(config, await loadTask(config.task, config.seed, noSources), from);

/** Trains to the end and gives all that was measured. */
export async function finish(training: Training): Promise<Metrics[]> {
  const all: Metrics[] = [];
  for await (const { metrics, nonFinite } of trainLoop(training)) {
    expect(nonFinite).toBeNull();
    all.push(...metrics);
  }
  return all;
}

/** All values of one column, in order. */
export function column(metrics: readonly Metrics[], name: string): number[] {
  const [table, names] = (Object.entries(metricTables) as [MetricTable, readonly string[]][]).find(
    ([, columns]) => columns.includes(name),
  ) as [MetricTable, readonly string[]];
  const at = names.indexOf(name);
  return metrics
    .filter((part) => part.table === table)
    .flatMap(({ values }) => [...values].filter((_, i) => i % names.length === at));
}

export const last = (values: number[]): number => values[values.length - 1] ?? Number.NaN;

/** The same from the beginning. */
export async function train(config: Config, from: StartFrom = {}): Promise<Metrics[]> {
  const training = await begin(config, from);
  const metrics = await finish(training);
  training.dispose();
  return metrics;
}
