// One experiment from start to end in this process: the result object that the terminal prints. No console output.

import { trainLoop } from '../engine/loop.ts';
import type { TaskData } from '../engine/tasks/task.ts';
import { createTraining, type StartFrom } from '../engine/train.ts';
import type { BackendInfo } from '../shared/catalog/backends.ts';
import { type ModelConfig, parameterCount } from '../shared/catalog/models.ts';
import { assistantOf, type Config, phaseSteps } from '../shared/config.ts';
import { nonFiniteError } from '../shared/errors.ts';
import { toHash } from '../shared/link.ts';
import type { Checkpoint, LaneId } from '../shared/protocol/lanes.ts';
import { noteNewest, type OptionalScore, optionalScores } from '../shared/protocol/status.ts';

/** Bumped when a field changes its meaning. */
export const resultVersion = 1;

/** Scores that were not measured are not given: those against the teacher never for the teacher itself. */
export interface LaneResult extends Partial<Readonly<Record<OptionalScore, number>>> {
  readonly parameters: number;
  /** Loss on the last batch, nats; null where the lane took no step. */
  readonly trainLoss: number | null;
  /** Mean cross-entropy on the validation set, nats. */
  readonly valLoss: number;
  /** 0 to 1. */
  readonly valAccuracy: number;
}

export interface Result {
  readonly version: number;
  readonly backend: BackendInfo;
  readonly config: Config;
  readonly link: string;
  /** `assistant` is 0 where there is none. */
  readonly steps: { readonly teacher: number; readonly assistant: number; readonly students: number };
  /** The teaching assistant; null where there is none. */
  readonly assistant: LaneResult | null;
  readonly elapsedMs: number;
  readonly lanes: Readonly<Record<LaneId, LaneResult>>;
  /** Validation accuracy of the student minus the control's, in points. */
  readonly gain: number;
}

export interface Progress {
  readonly step: number;
  readonly of: number;
  /** The latest value of every measured column. */
  readonly latest: ReadonlyMap<string, number>;
}

/**
 * Trains all lanes to the end, from a trained teacher where one is given: what is measured of it is then missing. `onEnd` gets
 * the weights. Throws PlaygroundError NonFiniteLoss when a loss stops being a number.
 */
export async function runExperiment(
  config: Config,
  task: TaskData,
  backend: BackendInfo,
  onProgress: (progress: Progress) => void,
  from: StartFrom = {},
  onEnd: (checkpoint: Checkpoint) => void = () => {},
): Promise<Result> {
  const startedAt = performance.now();
  const training = createTraining(config, task, from);
  const steps = phaseSteps(config);
  const latest = new Map<string, number>();
  for await (const log of trainLoop(training)) {
    if (log.nonFinite !== null) {
      throw nonFiniteError(log.nonFinite);
    }
    noteNewest(latest, log.metrics);
    const step = training.lanes.teacher.step + (training.assistant?.step ?? 0) + training.lanes.student.step;
    onProgress({ step, of: steps.total, latest });
  }
  onEnd(await training.save());
  training.dispose();
  const at = (column: string) => latest.get(column) ?? Number.NaN;
  const optional = (id: LaneId | 'assistant') =>
    Object.fromEntries(
      optionalScores.flatMap((name) => {
        const value = latest.get(`${id}.${name}`);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const lane = (id: LaneId | 'assistant', model: ModelConfig): LaneResult => ({
    parameters: parameterCount(model, task.inputs, task.outputs),
    trainLoss: latest.get(`${id}.loss`) ?? null,
    valLoss: at(`${id}.valLoss`),
    valAccuracy: at(`${id}.accuracy`),
    ...optional(id),
  });
  const assistant = assistantOf(config);
  return {
    version: resultVersion,
    backend,
    config,
    link: `#${toHash(config)}`,
    steps: { teacher: steps.teacher, assistant: steps.assistant, students: steps.students },
    assistant: assistant === null ? null : lane('assistant', assistant),
    elapsedMs: Math.round(performance.now() - startedAt),
    lanes: {
      teacher: lane('teacher', config.teacher),
      student: lane('student', config.student),
      control: lane('control', config.student),
    },
    gain: 100 * (at('student.accuracy') - at('control.accuracy')),
  };
}
