// One worker of a sweep: makes one run at a time and gathers what it measured. Which run is the runner's to say.

import type { BackendChoice, EngineChoice } from '../../shared/catalog/backends.ts';
import type { Checkpoint, TrainedTeacher } from '../../shared/protocol/lanes.ts';
import type { Event } from '../../shared/protocol/messages.ts';
import type { RunStatus } from '../../shared/protocol/status.ts';
import type { Trial } from '../../shared/sweep/plan.ts';
import type { Turn } from '../../shared/sweep/schedule.ts';
import type { Client } from '../client.ts';
import type { SavedRun } from '../runs/saved-run.ts';
import { createSeries, type RunSeries } from '../series.ts';
import type { OwnData } from '../state.ts';
import { createWatchdog, silenceSeconds } from './watchdog.ts';

/** A teacher that later runs take over, with its curves, which every run shows. */
export interface SweepTeacher {
  readonly teacher: TrainedTeacher;
  readonly series: RunSeries;
}

/** How far a run under way is. */
export interface LiveTrial {
  readonly trial: Trial;
  readonly status: RunStatus | null;
  readonly teacherReused: boolean;
}

/** A run that has ended. */
export interface Outcome extends LiveTrial {
  readonly failed: string | null;
  readonly series: RunSeries;
  readonly checkpoint: Checkpoint | null;
  readonly shape: SavedRun['shape'];
  readonly backend: string;
  readonly startedAt: number;
  readonly tookMs: number;
}

export interface HandOptions {
  readonly backend: BackendChoice;
  readonly engine: EngineChoice;
  readonly ownData: OwnData | null;
  spawn(onEvent: (event: Event) => void, onDeath: (reason: string) => void): Client;
}

interface Listener {
  /** The teacher of its run has learnt. */
  onTaught(trial: Trial, teacher: SweepTeacher): void;
  /** Its run has moved on. */
  onProgress(): void;
  /** Its run has ended; the hand is free. */
  onOutcome(outcome: Outcome): void;
  /** Its worker died, or has said nothing for too long, and is replaced: its run is to be failed or dropped. */
  onDeath(hand: Hand, reason: string): void;
}

export interface Hand {
  /** null where it has nothing to do. */
  readonly live: LiveTrial | null;
  begin(turn: Turn<SweepTeacher>): void;
  /** Ends its run for this reason. */
  fail(reason: string): void;
  /** Forgets its run, of which nothing is left. */
  drop(): void;
  pause(): void;
  resume(): void;
  /** Ends the worker; what was half done is lost. */
  stop(): void;
}

interface Work {
  readonly turn: Turn<SweepTeacher>;
  readonly runId: string;
  readonly series: RunSeries;
  readonly startedAt: number;
  readonly begunMs: number;
  status: RunStatus | null;
  checkpoint: Checkpoint | null;
  taught: boolean;
}

const liveOf = ({ turn, status }: Work): LiveTrial => ({
  trial: turn.trial,
  status,
  teacherReused: turn.teacher !== null,
});

/** The trained teacher of a run that is with its students. */
export const teacherIn = ({ lanes, second }: Checkpoint): TrainedTeacher => ({
  state: lanes.teacher,
  second,
});

/** The curves that were drawn while a teacher learnt. */
export const teacherCurves = ({ columns }: RunSeries): RunSeries =>
  createSeries([...columns].filter(([column]) => /^(teacher|second)\./.test(column)));

/** Its worker starts with its first run. */
export function createHand({ backend, engine, ownData, spawn }: HandOptions, listener: Listener): Hand {
  const client = spawn(hear, onDeath);
  const watchdog = createWatchdog(() => onDeath(`it said nothing for ${silenceSeconds} s`));
  let work: Work | null = null;
  let runs = 0;
  let shape: SavedRun['shape'] = null;
  let backendName = '';
  /** The visitor's own data have been sent. */
  let hasData = false;
  let stopped = false;

  function finish(failed: string | null): void {
    if (work === null) return;
    const { series, checkpoint, startedAt, begunMs } = work;
    const tookMs = performance.now() - begunMs;
    const measured = { ...liveOf(work), series, checkpoint, startedAt, tookMs };
    work = null;
    watchdog.rest();
    listener.onOutcome({ ...measured, failed, shape, backend: backendName });
  }

  function onDeath(reason: string): void {
    if (stopped) return;
    client.restart();
    watchdog.rest();
    hasData = false;
    if (work !== null) listener.onDeath(hand, reason);
  }

  function onCheckpoint(current: Work, checkpoint: Checkpoint): void {
    current.checkpoint = checkpoint;
    if (current.taught || checkpoint.phase !== 'students') return;
    current.taught = true;
    const teacher = { teacher: teacherIn(checkpoint), series: teacherCurves(current.series) };
    listener.onTaught(current.turn.trial, teacher);
  }

  function hear(event: Event): void {
    if (stopped) return;
    watchdog.heard();
    const ours = 'runId' in event && event.runId === work?.runId ? work : null;
    switch (event.type) {
      case 'ready':
      case 'backend':
        backendName = event.backend.name;
        return;
      case 'task':
        shape = { inputs: event.info.inputs, outputs: event.info.outputs };
        return;
      case 'started':
        return ours?.series.rewind(event.fromTeacherStep, event.fromAssistantStep, event.fromStudentStep);
      case 'metrics':
        return ours?.series.append(event.metrics);
      case 'checkpoint':
        return ours === null ? undefined : onCheckpoint(ours, event.checkpoint);
      case 'status':
        if (ours === null) return;
        ours.status = event.status;
        return event.status.state === 'finished' ? finish(null) : listener.onProgress();
      case 'error':
        // One without a run is about what led to the run.
        return ours !== null || event.runId === null ? finish(event.failure.message) : undefined;
      case 'tableRefused':
        return finish(event.failure.message);
      case 'pace':
      case 'preparing':
      case 'snapshot':
      case 'continuation':
      case 'lossAnswer':
      case 'tableProgress':
      case 'table':
      case 'text':
      case 'exported':
        return;
      default:
        return event satisfies never;
    }
  }

  const hand: Hand = {
    get live() {
      return work && liveOf(work);
    },
    begin(turn) {
      const { config } = turn.trial;
      runs += 1;
      work = {
        turn,
        runId: `sweep-${runs}`,
        series: createSeries(turn.teacher?.series.columns),
        startedAt: Date.now(),
        begunMs: performance.now(),
        status: null,
        checkpoint: null,
        taught: turn.teacher !== null,
      };
      if (ownData !== null && !hasData) client.send({ ...ownData, config });
      hasData = true;
      client.send({
        type: 'start',
        runId: work.runId,
        config,
        backend,
        engine,
        checkpoint: null,
        teacher: turn.teacher?.teacher ?? null,
        paused: false,
      });
      watchdog.watch();
    },
    fail: finish,
    drop() {
      work = null;
    },
    pause() {
      watchdog.rest();
      if (work !== null) client.send({ type: 'pause' });
    },
    resume() {
      if (work === null) return;
      client.send({ type: 'resume' });
      watchdog.watch();
    },
    stop() {
      stopped = true;
      client.stop();
      watchdog.rest();
    },
  };
  return hand;
}
