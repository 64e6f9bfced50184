// The messages between the page and its worker. Both unions are closed: every switch over them ends in `satisfies never`.

import type { BackendChoice, BackendInfo, BackendName, EngineChoice, StepPace } from '../catalog/backends.ts';
import type { Config, LiveValues } from '../config.ts';
import type { Pace } from '../duration.ts';
import type { Failure } from '../errors.ts';
import type { LossAnswer, LossQuestion } from '../loss-question.ts';
import type { Portable, PortableExperiment } from '../portable.ts';
import type { FileSource, TableInfo, TaskInfo } from './data.ts';
import type { Checkpoint, LaneId, TrainedTeacher } from './lanes.ts';
import type { Continuation, Snapshot } from './snapshots.ts';
import type { Metrics, RunStatus } from './status.ts';
import type { Watch } from './watch.ts';

export type Command =
  | {
      readonly type: 'prepare';
      readonly config: Config;
      readonly backend: BackendChoice;
      readonly engine: EngineChoice;
    }
  | {
      readonly type: 'start';
      readonly runId: string;
      readonly config: Config;
      readonly backend: BackendChoice;
      readonly engine: EngineChoice;
      /** Go on from here instead of from the initial weights. */
      readonly checkpoint: Checkpoint | null;
      /** Where there is no checkpoint: a trained teacher, so that only the students learn. */
      readonly teacher: TrainedTeacher | null;
      /** Begin paused: the first `step` or `resume` moves it. */
      readonly paused: boolean;
    }
  | { readonly type: 'patch'; readonly values: Partial<LiveValues> }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step' }
  | { readonly type: 'stop' }
  /** What steps took on this device's backends: the automatic choice goes by them. */
  | { readonly type: 'paces'; readonly paces: readonly StepPace[] }
  | { readonly type: 'speed'; readonly stepsPerSecond: number | null }
  | { readonly type: 'watch'; readonly watch: Watch }
  | {
      readonly type: 'openTable';
      readonly source: FileSource;
      readonly config: Config;
    }
  | { readonly type: 'openText'; readonly source: FileSource; readonly config: Config }
  /** Answered beside a run, or without one. */
  | { readonly type: 'askLoss'; readonly question: LossQuestion; readonly backend: BackendChoice }
  | {
      readonly type: 'export';
      /** Comes back with the answer. */
      readonly id: number;
      /** One lane's weights, or the whole experiment from its beginning. */
      readonly what: LaneId | 'experiment';
      readonly config: Config;
      readonly runId: string | null;
      /** For a run that the worker does not know. */
      readonly checkpoint: Checkpoint | null;
    };

/** What was asked for to be taken along, as data. */
export type Exported =
  | { readonly kind: 'model'; readonly portable: Portable }
  | { readonly kind: 'experiment'; readonly experiment: PortableExperiment }
  | { readonly kind: 'refused'; readonly failure: Failure };

export type Event =
  | { readonly type: 'ready'; readonly backend: BackendInfo }
  /** The next backend took over; the run goes on from its last checkpoint. */
  | { readonly type: 'backend'; readonly backend: BackendInfo; readonly message: string }
  /** What the data of these settings are: the page may have gone on to others. */
  | { readonly type: 'task'; readonly task: Config['task']; readonly info: TaskInfo }
  /** What training costs on this backend, measured while nothing runs: for the time that is told before Run. */
  | { readonly type: 'pace'; readonly backend: BackendName; readonly pace: Pace }
  | {
      readonly type: 'started';
      readonly runId: string;
      readonly fromTeacherStep: number;
      readonly fromAssistantStep: number;
      readonly fromStudentStep: number;
    }
  /** Before the first step: programs of the graphics card that are compiled, of how many. */
  | { readonly type: 'preparing'; readonly runId: string; readonly done: number; readonly total: number }
  | { readonly type: 'status'; readonly runId: string; readonly status: RunStatus }
  | { readonly type: 'metrics'; readonly runId: string; readonly metrics: readonly Metrics[] }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'continuation'; readonly continuation: Continuation }
  | { readonly type: 'checkpoint'; readonly runId: string; readonly checkpoint: Checkpoint }
  | { readonly type: 'lossAnswer'; readonly answer: LossAnswer }
  | { readonly type: 'tableProgress'; readonly share: number }
  /** `fresh`: just opened, what was shown before belongs to other data. */
  | { readonly type: 'table'; readonly table: TableInfo; readonly fresh: boolean }
  | { readonly type: 'text'; readonly name: string; readonly characters: number }
  | { readonly type: 'tableRefused'; readonly failure: Failure; readonly skippableRows: number }
  | { readonly type: 'exported'; readonly id: number; readonly content: Exported }
  | { readonly type: 'error'; readonly runId: string | null; readonly failure: Failure };
