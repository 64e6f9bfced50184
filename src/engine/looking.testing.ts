// For tests of what looks into a training: small experiments, and that looking changes nothing and leaves nothing behind.

import { expect } from 'vitest';
import { configFrom, type Settings } from '../shared/config.ts';
import type { Metrics } from '../shared/protocol/status.ts';
import { tensorCount } from './backend/internals.ts';
import { noSources } from './tasks/sources.testing.ts';
import { loadTask, type TaskData } from './tasks/task.ts';
import { createTraining, type Training } from './train.ts';

export const smallPlane: Settings = {
  'task.kind': 'plane',
  'task.points': 200,
  'teacher.hidden': [6],
  'student.hidden': [4, 3],
  'train.teacherSteps': 30,
  'train.studentSteps': 40,
  'train.batchSize': 16,
  'train.evalEvery': 20,
};

export const smallText: Settings = {
  'task.kind': 'text',
  'task.corpus': 'bimodal',
  'task.blockSize': 8,
  'teacher.nEmbd': 8,
  'teacher.nHead': 2,
  'teacher.nLayer': 1,
  'student.nEmbd': 8,
  'student.nHead': 2,
  'train.teacherSteps': 10,
  'train.studentSteps': 30,
  'train.batchSize': 4,
  'train.evalEvery': 20,
};

export interface Experiment {
  readonly training: Training;
  readonly task: TaskData;
}

/** Nothing is trained yet. */
export async function beginExperiment(settings: Settings): Promise<Experiment> {
  const { config, problems } = configFrom(settings);
  expect(problems).toEqual([]);
  const task = await loadTask(config.task, config.seed, noSources);
  return { training: createTraining(config, task), task };
}

/** Steps until the students have taken `steps`. */
export function advance(training: Training, steps: number): void {
  while (training.lanes.student.step < steps) training.step();
}

/** Trains twice, looking in every seventh step of the students or never: the same series to the bit, no tensor more. */
export async function expectNothingChanged(
  settings: Settings,
  look: (experiment: Experiment) => Promise<unknown>,
  leastLooks: number,
): Promise<void> {
  const series: number[][] = [];
  for (const isOpen of [false, true]) {
    const experiment = await beginExperiment(settings);
    const { training } = experiment;
    const metrics: Metrics[] = [];
    let looks = 0;
    while (!training.done) {
      training.step();
      if (isOpen && training.lanes.student.step % 7 === 3) {
        const before = tensorCount();
        await look(experiment);
        expect(tensorCount()).toBe(before);
        looks += 1;
      }
      metrics.push(...(await training.flush()).metrics);
    }
    if (isOpen) expect(looks).toBeGreaterThanOrEqual(leastLooks);
    series.push(metrics.flatMap(({ values }) => [...values]));
    training.dispose();
  }
  expect(series[1]).toEqual(series[0]);
}
