// Makes the runs of a sweep in workers of their own, beside whatever the page trains: hands out runs and trained teachers,
// and gathers what each run measured. Keeps nothing and draws nothing.

import type { BackendChoice, EngineChoice } from '../../shared/catalog/backends.ts';
import type { Checkpoint, LaneState, TrainedTeacher } from '../../shared/protocol/lanes.ts';
import type { Event } from '../../shared/protocol/messages.ts';
import type { RunStatus } from '../../shared/protocol/status.ts';
import type { Trial } from '../../shared/sweep/plan.ts';
import { createSchedule, type Turn } from '../../shared/sweep/schedule.ts';
import type { Client } from '../client.ts';
import type { SavedRun } from '../runs/saved-run.ts';
import { createSeries, type RunSeries } from '../series.ts';
import type { OwnData } from '../state.ts';
import { createWatchdog, silenceSeconds, type Watchdog } from './watchdog.ts';

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
export interface Outcome {
  readonly trial: Trial;
  readonly failed: string | null;
  readonly series: RunSeries;
  readonly checkpoint: Checkpoint | null;
  readonly status: RunStatus | null;
  readonly shape: SavedRun['shape'];
  readonly backend: string;
  readonly startedAt: number;
  readonly tookMs: number;
  readonly teacherReused: boolean;
}

interface Options {
  /** The runs that are still to be made. */
  readonly trials: readonly Trial[];
  readonly workers: number;
  readonly backend: BackendChoice;
  readonly engine: EngineChoice;
  readonly ownData: OwnData | null;
  spawn(onEvent: (event: Event) => void, onDeath: (reason: string) => void): Client;
  /** Teachers that earlier runs left, by their keys. */
  known(key: string): SweepTeacher | null;
  onOutcome(outcome: Outcome): void;
  /** Something about the runs under way has changed. */
  onLive(live: readonly LiveTrial[]): void;
  /** Every run has been made. */
  onEnd(): void;
}

export interface Runner {
  pause(): void;
  resume(): void;
  /** Ends the workers; what was half done is lost. */
  stop(): void;
}

/** A run whose worker dies or falls silent more often than that is given up. */
const mostDeaths = 1;

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

interface Hand {
  readonly client: Client;
  readonly watchdog: Watchdog;
  work: Work | null;
  shape: SavedRun['shape'];
  backend: string;
  /** The visitor's own data have been sent. */
  hasData: boolean;
}

/** What an optimiser remembers is of no use to a teacher that has learnt. */
const withoutSlots = (lane: LaneState): LaneState => ({ ...lane, slots: [] });

export const teacherIn = ({ lanes, second }: Checkpoint): TrainedTeacher => ({
  state: withoutSlots(lanes.teacher),
  second: second === null ? null : withoutSlots(second),
});

/** The curves that were drawn while a teacher learnt. */
export const teacherCurves = ({ columns }: RunSeries): RunSeries =>
  createSeries([...columns].filter(([column]) => /^(teacher|second)\./.test(column)));

export function createRunner(options: Options): Runner {
  const schedule = createSchedule(options.trials, options.known);
  const deaths = new Map<Trial, number>();
  let paused = false;
  let stopped = false;
  let count = 0;
  const hands: Hand[] = Array.from({ length: Math.max(1, options.workers) }, () => createHand());

  function createHand(): Hand {
    const hand: Hand = {
      client: options.spawn(
        (event) => hear(hand, event),
        (reason) => onDeath(hand, reason),
      ),
      watchdog: createWatchdog(() => onDeath(hand, `it said nothing for ${silenceSeconds} s`)),
      work: null,
      shape: null,
      backend: '',
      hasData: false,
    };
    return hand;
  }

  const tellLive = (): void =>
    options.onLive(
      hands.flatMap(({ work }) =>
        work === null
          ? []
          : [{ trial: work.turn.trial, status: work.status, teacherReused: work.turn.teacher !== null }],
      ),
    );

  /** Gives work to every hand that has none. */
  function distribute(): void {
    if (paused || stopped) return;
    for (const hand of hands) {
      if (hand.work !== null) continue;
      const turn = schedule.next();
      if (turn === null) break;
      begin(hand, turn);
    }
    tellLive();
    if (schedule.underWay > 0 || schedule.left.length > 0) return;
    stop();
    options.onEnd();
  }

  function begin(hand: Hand, turn: Turn<SweepTeacher>): void {
    count += 1;
    const { config } = turn.trial;
    hand.work = {
      turn,
      runId: `sweep-${count}`,
      series: createSeries(turn.teacher?.series.columns),
      startedAt: Date.now(),
      begunMs: performance.now(),
      status: null,
      checkpoint: null,
      taught: turn.teacher !== null,
    };
    if (options.ownData !== null && !hand.hasData) hand.client.send({ ...options.ownData, config });
    hand.hasData = true;
    hand.client.send({
      type: 'start',
      runId: hand.work.runId,
      config,
      backend: options.backend,
      engine: options.engine,
      checkpoint: null,
      teacher: turn.teacher?.teacher ?? null,
      paused: false,
    });
    hand.watchdog.watch();
  }

  function finish(hand: Hand, failed: string | null): void {
    const { work } = hand;
    if (work === null) return;
    hand.work = null;
    hand.watchdog.rest();
    const { turn, series, checkpoint, status, startedAt, begunMs } = work;
    schedule.settled(turn.trial);
    options.onOutcome({
      trial: turn.trial,
      failed,
      series,
      checkpoint,
      status,
      startedAt,
      shape: hand.shape,
      backend: hand.backend,
      tookMs: performance.now() - begunMs,
      teacherReused: turn.teacher !== null,
    });
    distribute();
  }

  function onCheckpoint({ work }: Hand, checkpoint: Checkpoint): void {
    if (work === null) return;
    work.checkpoint = checkpoint;
    if (work.taught || checkpoint.phase !== 'students') return;
    work.taught = true;
    schedule.taught(work.turn.trial, {
      teacher: teacherIn(checkpoint),
      series: teacherCurves(work.series),
    });
    distribute();
  }

  function onDeath(hand: Hand, reason: string): void {
    if (stopped) return;
    hand.client.restart();
    hand.watchdog.rest();
    hand.hasData = false;
    const { work } = hand;
    if (work === null) return;
    const { trial } = work.turn;
    const died = (deaths.get(trial) ?? 0) + 1;
    deaths.set(trial, died);
    if (died > mostDeaths) return finish(hand, `The training worker stopped ${died} times (${reason}).`);
    hand.work = null;
    schedule.returned(trial);
    distribute();
  }

  function hear(hand: Hand, event: Event): void {
    const { work } = hand;
    if (stopped) return;
    hand.watchdog.heard();
    const isOurs = 'runId' in event && event.runId === work?.runId;
    switch (event.type) {
      case 'ready':
      case 'backend':
        hand.backend = event.backend.name;
        return;
      case 'task':
        hand.shape = { inputs: event.info.inputs, outputs: event.info.outputs };
        return;
      case 'started':
        return isOurs
          ? work?.series.rewind(event.fromTeacherStep, event.fromAssistantStep, event.fromStudentStep)
          : undefined;
      case 'metrics':
        return isOurs ? work?.series.append(event.metrics) : undefined;
      case 'checkpoint':
        return isOurs ? onCheckpoint(hand, event.checkpoint) : undefined;
      case 'status':
        if (!isOurs || work === null) return;
        work.status = event.status;
        if (event.status.state === 'finished') return finish(hand, null);
        return tellLive();
      case 'error':
        // One without a run is about what led to the run.
        return isOurs || event.runId === null ? finish(hand, event.failure.message) : undefined;
      case 'tableRefused':
        return finish(hand, event.failure.message);
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

  function stop(): void {
    stopped = true;
    for (const { client, watchdog } of hands) {
      client.stop();
      watchdog.rest();
    }
  }

  // Whoever made the runner gets it before it says anything.
  queueMicrotask(distribute);
  return {
    pause() {
      paused = true;
      for (const { client, work, watchdog } of hands) {
        watchdog.rest();
        if (work !== null) client.send({ type: 'pause' });
      }
    },
    resume() {
      paused = false;
      for (const { client, work, watchdog } of hands) {
        if (work === null) continue;
        client.send({ type: 'resume' });
        watchdog.watch();
      }
      distribute();
    },
    stop,
  };
}
