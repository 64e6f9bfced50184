// Makes the runs of a sweep in workers of their own, beside whatever the page trains: hands out runs and trained teachers.
// Keeps nothing and draws nothing.

import type { Trial } from '../../shared/sweep/plan.ts';
import { createSchedule } from '../../shared/sweep/schedule.ts';
import {
  createHand,
  type Hand,
  type HandOptions,
  type LiveTrial,
  type Outcome,
  type SweepTeacher,
} from './hand.ts';

interface Options extends HandOptions {
  /** The runs that are still to be made. */
  readonly trials: readonly Trial[];
  readonly workers: number;
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

/** Begins by itself, once whoever made it has it. */
export function createRunner(options: Options): Runner {
  const schedule = createSchedule(options.trials, options.known);
  const deaths = new Map<Trial, number>();
  let paused = false;
  let stopped = false;
  const hands: Hand[] = Array.from({ length: Math.max(1, options.workers) }, () =>
    createHand(options, { onTaught, onProgress: tellLive, onOutcome, onDeath }),
  );

  function tellLive(): void {
    options.onLive(hands.flatMap(({ live }) => live ?? []));
  }

  /** Gives work to every hand that has none. */
  function distribute(): void {
    if (paused || stopped) return;
    for (const hand of hands) {
      if (hand.live !== null) continue;
      const turn = schedule.next();
      if (turn === null) break;
      hand.begin(turn);
    }
    tellLive();
    if (schedule.underWay > 0 || schedule.left.length > 0) return;
    stop();
    options.onEnd();
  }

  function onTaught(trial: Trial, teacher: SweepTeacher): void {
    schedule.taught(trial, teacher);
    distribute();
  }

  function onOutcome(outcome: Outcome): void {
    schedule.settled(outcome.trial);
    options.onOutcome(outcome);
    distribute();
  }

  function onDeath(hand: Hand, reason: string): void {
    if (hand.live === null) return;
    const { trial } = hand.live;
    const died = (deaths.get(trial) ?? 0) + 1;
    deaths.set(trial, died);
    if (died > mostDeaths) return hand.fail(`The training worker stopped ${died} times (${reason}).`);
    hand.drop();
    schedule.returned(trial);
    distribute();
  }

  function stop(): void {
    stopped = true;
    for (const hand of hands) hand.stop();
  }

  // Whoever made the runner gets it before it says anything.
  queueMicrotask(distribute);
  return {
    pause() {
      paused = true;
      for (const hand of hands) hand.pause();
    },
    resume() {
      paused = false;
      for (const hand of hands) hand.resume();
      distribute();
    },
    stop,
  };
}
