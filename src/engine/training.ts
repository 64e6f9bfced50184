// What a training offers to whoever drives it, and what it may begin with. Types alone; train.ts makes one.

import type { Config, LiveValues } from '../shared/config.ts';
import type { Checkpoint, LaneId, Phase, TrainedTeacher } from '../shared/protocol/lanes.ts';
import type { Metrics } from '../shared/protocol/status.ts';
import type { OnCompiled } from './backend/ahead.ts';
import type { DeviceData } from './data/data.ts';
import type { Lane } from './lane.ts';
import type { Log } from './log.ts';
import type { Model } from './models/model.ts';
import type { Pen } from './pen.ts';
import type { SecondTeacher } from './second-teacher.ts';
import type { NextStep } from './xray.ts';

/** A trained teacher, apart from any device: reused while only student settings change. */
export interface KeptTeacher extends TrainedTeacher {
  /** Everything measured while it trained, so that its curve can be shown again. */
  readonly metrics: readonly Metrics[];
}

export interface Training {
  readonly config: Config;
  readonly data: DeviceData;
  readonly lanes: Readonly<Record<LaneId, Lane>>;
  /** A lane's model, or another of its kind, as that lane answers: with the bias of a hidden class, if one is hidden. */
  answers(lane: LaneId, model?: Model): Model;
  readonly second: SecondTeacher | null;
  /** The teaching assistant, where there is one. */
  readonly assistant: Lane | null;
  readonly phase: Phase;
  readonly done: boolean;
  /** What a lane's texts are written with, one at a time; null where its model does not write. */
  pen(lane: LaneId): Pen | null;
  /** Takes effect with the next step. */
  patch(values: Partial<LiveValues>): void;
  /** Enqueues one step of the current phase. Throws when done. */
  step(): void;
  /** Measures student and control once more where they stand: the bias of a hidden class was turned. */
  scoreAgain(): void;
  /**
   * Compiles what the steps of this phase need, in parallel where the backend can, and begins with that of later phases: the
   * first steps of each then need not wait for it one program after the other.
   */
  prepare(onCompiled: OnCompiled): Promise<void>;
  /** Resolves once what later phases need is compiled. */
  prepared(): Promise<unknown>;
  /** What the students' next step would read, without taking it; null before they began. Inside a tidy. */
  next(): NextStep | null;
  /** The live settings of now. */
  readonly values: LiveValues;
  /** Waits for the device and returns every measurement since the last flush. */
  flush(): Promise<Log>;
  save(): Promise<Checkpoint>;
  /** Memory of recorded steps on the device, and why steps are not replayed; null where they are. */
  readonly replayed: { readonly bytes: number; readonly objection: string | null };
  /** Frees all that this training holds on the device. */
  dispose(): void;
}

export interface StartFrom {
  readonly teacher?: KeptTeacher | undefined;
  readonly checkpoint?: Checkpoint | null | undefined;
  /** false: every step is computed operation by operation. Else it is recorded and replayed where that can be done. */
  readonly recorded?: boolean | undefined;
}
