// What a run and its session may ask of each other.

import type { RunningBackend } from '../engine/backend/choose.ts';
import type { TaskData } from '../engine/tasks/task.ts';
import type { KeptTeacher } from '../engine/train.ts';
import type { BackendChoice } from '../shared/catalog/backends.ts';
import type { Config, LiveValues } from '../shared/config.ts';
import type { Checkpoint } from '../shared/protocol/lanes.ts';
import type { Event } from '../shared/protocol/messages.ts';
import type { Watch } from '../shared/protocol/watch.ts';

export type Post = (event: Event, transfer?: ArrayBuffer[]) => void;

/** What a run may use of the session. */
export interface SessionServices {
  readonly post: Post;
  backend(choice: BackendChoice): Promise<RunningBackend>;
  /** The current device is gone: forget it, start the next one, and tell the page. */
  replaceBackend(choice: BackendChoice, because: string): Promise<RunningBackend>;
  /** Builds the task's data, or takes what was built before, and tells the page about it. */
  task(config: Config): Promise<TaskData>;
  keptTeacher(config: Config): KeptTeacher | undefined;
  keepTeacher(config: Config, teacher: KeptTeacher): void;
  watch(): Watch;
  stepsPerSecond(): number | null;
}

export interface Run {
  readonly id: string;
  readonly isActive: boolean;
  /** The data it learns from; null before they are made. */
  readonly data: TaskData | null;
  /** The weights of now, or of the last checkpoint where the models are gone. */
  saved(): Promise<Checkpoint | null>;
  /** Resolves once the first step can be taken; training then goes on by itself. */
  begin(): Promise<void>;
  patch(values: Partial<LiveValues>): void;
  pause(): void;
  resume(): void;
  stepOnce(): void;
  /** Resolves when the loop has ended and the device memory is free. */
  stop(): Promise<void>;
  /** New snapshots of what is watched, if the loop does not make them by itself at the moment. */
  refresh(): void;
}
