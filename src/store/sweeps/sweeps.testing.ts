// For tests: a page with sweeps, whose workers and storage the test plays.

import { createStore } from 'zustand/vanilla';
import { configFrom } from '../../shared/config.ts';
import type { Checkpoint } from '../../shared/protocol/lanes.ts';
import type { Command, Event } from '../../shared/protocol/messages.ts';
import type { RunStatus } from '../../shared/protocol/status.ts';
import { readPlan, type SweepPlan } from '../../shared/sweep/plan.ts';
import type { Book, RunContents, Taken } from '../runs/state.ts';
import type { Store } from '../store.ts';
import type { SweepStorage } from './storage.ts';
import { createSweeps, type Sweeps } from './sweeps.ts';

export const config = configFrom({ 'task.kind': 'plane', seed: 3 }).config;

export function planOf(written: string): SweepPlan {
  const plan = readPlan(written, config);
  if (typeof plan === 'string') throw new Error(plan);
  return plan;
}

type Start = Extract<Command, { type: 'start' }>;

export const status: RunStatus = {
  state: 'training',
  phase: 'students',
  teacherStep: 400,
  assistantStep: 0,
  studentStep: 10,
  stepsPerSecond: 100,
  elapsedMs: 1000,
  remainingMs: 500,
  teacherReused: false,
  tensors: 1,
  deviceBytes: 1,
  recordedBytes: 0,
};
export const lane = { weights: [Float32Array.from([1])], slots: [Float32Array.from([2])], step: 400 };
export const checkpoint: Checkpoint = {
  phase: 'students',
  lanes: { teacher: lane, student: lane, control: lane },
  second: null,
};

/** A worker that does what the test says. */
export class FakeWorker {
  readonly commands: Command[] = [];
  stopped = false;
  restarts = 0;
  constructor(
    readonly say: (event: Event) => void,
    readonly die: (reason: string) => void,
  ) {}
  send(command: Command): void {
    this.commands.push(command);
  }
  restart(): void {
    this.restarts += 1;
  }
  stop(): void {
    this.stopped = true;
  }
  get run(): Start {
    const start = this.commands.findLast((command) => command.type === 'start');
    if (start === undefined) throw new Error('nothing was started');
    return start;
  }
  /** Trains the run that was started last up to its students. */
  teach(): void {
    const { runId, teacher } = this.run;
    this.say({
      type: 'started',
      runId,
      fromTeacherStep: teacher === null ? 0 : 400,
      fromAssistantStep: 0,
      fromStudentStep: 0,
    });
    if (teacher === null)
      this.say({
        type: 'metrics',
        runId,
        metrics: [{ table: 'teacherScore', values: Float32Array.from([400, 0.75, 0.2]) }],
      });
    this.say({ type: 'checkpoint', runId, checkpoint });
    this.say({ type: 'status', runId, status });
  }
  finish(student = 0.5): void {
    const { runId } = this.run;
    const values = Float32Array.from([600, student, 0.3, 0.9, 0.1, 0.25, 0, 0, 0]);
    this.say({ type: 'metrics', runId, metrics: [{ table: 'studentScore', values }] });
    this.say({ type: 'checkpoint', runId, checkpoint });
    this.say({ type: 'status', runId, status: { ...status, state: 'finished' } });
  }
  fail(): void {
    const { runId } = this.run;
    const failure = { kind: 'NonFiniteLoss', message: 'student.loss is no number.', remedy: '' } as const;
    this.say({ type: 'status', runId, status: { ...status, state: 'failed' } });
    this.say({ type: 'error', runId, failure });
  }
}

/** A storage that outlives pages. */
export function createStorage(): SweepStorage & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return {
    kept,
    onlyHere: null,
    all: async () => [...kept.values()],
    write: async (sweep) => void kept.set(sweep.id, structuredClone(sweep)),
    remove: async (id) => void kept.delete(id),
  };
}

/** A book that outlives pages. */
export function createFakeBook() {
  const runs = new Map<string, Taken>();
  const state = {
    enter: async (taken: Taken) => {
      const id = `run-${runs.size}`;
      runs.set(id, taken);
      return id;
    },
    contents: async (id: string) => runs.get(id) as unknown as RunContents,
    remove: (ids: readonly string[]) => {
      for (const id of ids) runs.delete(id);
    },
  };
  return { runs, book: { getState: () => state } as unknown as Book };
}

export const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

export async function openPage(
  storage = createStorage(),
  kept = createFakeBook(),
  run: object = { run: null },
) {
  const workers: FakeWorker[] = [];
  const notices: string[] = [];
  const page = createStore(() => ({
    config,
    table: null,
    text: null,
    task: null,
    backendChoice: 'auto',
    engine: 'recorded',
    ownData: () => null,
    checkpoint: null,
    stale: false,
    dataKey: 0,
    lock: null,
    ...run,
    notice: (text: string) => notices.push(text),
  })) as unknown as Store;
  let count = 0;
  const sweeps: Sweeps = createSweeps(page, kept.book, {
    spawn: (say, die) => {
      const worker = new FakeWorker(say, die);
      workers.push(worker);
      return worker;
    },
    open: async () => storage,
    id: () => `sweep-${count++}`,
  });
  await settle();
  return { sweeps, workers, notices, storage, kept };
}

export const worker = (workers: readonly FakeWorker[], at: number): FakeWorker => {
  const found = workers[at];
  if (found === undefined) throw new Error(`there is no worker ${at}`);
  return found;
};

export const current = (sweeps: Sweeps) => {
  const [sweep] = sweeps.getState().sweeps;
  if (sweep === undefined) throw new Error('there is no sweep');
  return sweep;
};

export const starts = (workers: readonly FakeWorker[]): Start[] =>
  workers.flatMap(({ commands }) => commands.filter((command) => command.type === 'start'));
