// Answers a visitor who wants to take something along: gathers a lane or an experiment as data. Trains nothing.

import { portableExperiment, portableLane } from '../engine/portable.ts';
import type { TaskData } from '../engine/tasks/task.ts';
import type { Config } from '../shared/config.ts';
import { PlaygroundError, toFailure } from '../shared/errors.ts';
import type { Checkpoint } from '../shared/protocol/lanes.ts';
import type { Command, Exported } from '../shared/protocol/messages.ts';
import type { Run } from './services.ts';

type Asked = Extract<Command, { type: 'export' }>;

export interface ExportSources {
  /** The run that the worker knows, if it is the one that is asked about. */
  readonly run: Run | null;
  task(config: Config): Promise<TaskData>;
  /** Starts a backend where none runs: initial weights are drawn on it. */
  backend(): Promise<unknown>;
}

async function gather(
  { what, config, checkpoint }: Asked,
  { run, task, backend }: ExportSources,
): Promise<Exported> {
  const data = run?.data ?? (await task(config));
  if (what === 'experiment') {
    await backend();
    return { kind: 'experiment', experiment: await portableExperiment(config, data) };
  }
  const saved: Checkpoint | null = (await run?.saved()) ?? checkpoint;
  const steps = saved === null ? 0 : saved.lanes[what].step;
  if (saved === null || (steps === 0 && (what !== 'teacher' || config.train.teacherSteps > 0))) {
    throw new PlaygroundError(
      'BadSetting',
      `The ${what} has not learnt anything yet.`,
      what === 'teacher'
        ? 'Press Run and wait for its first steps.'
        : 'The teacher learns first: wait until the students’ turn.',
    );
  }
  return { kind: 'model', portable: portableLane(config, data, what, saved.lanes[what]) };
}

/** Never throws: what goes wrong is part of the answer. */
export async function answerExport(asked: Asked, sources: ExportSources): Promise<Exported> {
  try {
    return await gather(asked, sources);
  } catch (error) {
    return { kind: 'refused', failure: toFailure(error) };
  }
}
