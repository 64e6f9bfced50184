// Which run of a sweep comes next when several are made side by side: each teacher is trained once, by the first run that
// needs it, and the others wait until it is there. Pure bookkeeping; trains nothing and knows no worker.

import { teacherKey } from '../config.ts';
import type { Trial } from './plan.ts';

/** A run to be made: from a teacher that is there, or (null) with one that it trains itself. */
export interface Turn<T> {
  readonly trial: Trial;
  readonly teacher: T | null;
}

export interface Schedule<T> {
  /** null: nothing can begin now. All is over when nothing is under way either. */
  next(): Turn<T> | null;
  /** The run has trained its teacher. */
  taught(trial: Trial, teacher: T): void;
  /** The run has ended, well or not. */
  settled(trial: Trial): void;
  /** The run was broken off: it comes again. */
  returned(trial: Trial): void;
  readonly underWay: number;
  readonly left: readonly Trial[];
}

/** `known` gives a teacher of an earlier time, by its key. */
export function createSchedule<T>(
  trials: readonly Trial[],
  known: (key: string) => T | null = () => null,
): Schedule<T> {
  let left = [...trials];
  const keys = new Map(trials.map((trial) => [trial, teacherKey(trial.config)]));
  const keyOf = (trial: Trial): string => keys.get(trial) ?? teacherKey(trial.config);
  const teachers = new Map<string, T>();
  /** Who trains which teacher. */
  const training = new Map<string, Trial>();
  const underWay = new Set<Trial>();

  const teacherOf = (key: string): T | null => {
    const teacher = teachers.get(key) ?? known(key);
    if (teacher !== null) teachers.set(key, teacher);
    return teacher;
  };

  function ended(trial: Trial): void {
    underWay.delete(trial);
    const key = keyOf(trial);
    if (training.get(key) === trial) training.delete(key);
    // Weights are megabytes: what nobody will ask for goes.
    if (![...left, ...underWay].some((other) => keyOf(other) === key)) teachers.delete(key);
  }

  return {
    next() {
      const trial = left.find((candidate) => !training.has(keyOf(candidate)));
      if (trial === undefined) return null;
      left = left.filter((other) => other !== trial);
      underWay.add(trial);
      const key = keyOf(trial);
      const teacher = teacherOf(key);
      if (teacher === null) training.set(key, trial);
      return { trial, teacher };
    },
    taught(trial, teacher) {
      const key = keyOf(trial);
      if (training.get(key) !== trial) return;
      training.delete(key);
      teachers.set(key, teacher);
    },
    settled: ended,
    returned(trial) {
      left = [trial, ...left];
      ended(trial);
    },
    get underWay() {
      return underWay.size;
    },
    get left() {
      return left;
    },
  };
}
