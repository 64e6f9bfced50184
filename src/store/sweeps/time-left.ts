// How long a sweep will still take: from the runs that have ended, from those under way, and before there are any from what
// a step costs on this device. Estimates; plain numbers.

import { type Config, phaseSteps, stepsTaken, teacherKey } from '../../shared/config.ts';
import { estimate } from '../../shared/duration.ts';
import type { Trial } from '../../shared/sweep/plan.ts';
import type { TrialResult } from '../../shared/sweep/results.ts';
import type { SavedRun } from '../runs/saved-run.ts';
import type { PageState } from '../state.ts';
import type { LiveTrial } from './hand.ts';

/** What a teacher takes, and the students of one run. */
interface Times {
  readonly teacherMs: number;
  readonly studentsMs: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** From a run that goes on, at the rate of now. */
function atRate(config: Config, stepsPerSecond: number): Times | null {
  if (stepsPerSecond <= 0) return null;
  const ms = (steps: number) => (1000 * steps) / stepsPerSecond;
  const { teacher, total } = phaseSteps(config);
  return { teacherMs: ms(teacher), studentsMs: ms(total - teacher) };
}

function fromResults(results: readonly TrialResult[]): Times | null {
  const took = (reused: boolean) =>
    results.flatMap(({ teacherReused, failed, tookMs }) =>
      teacherReused === reused && failed === null ? tookMs : [],
    );
  const [reused, whole] = [took(true), took(false)];
  if (reused.length === 0) return whole.length === 0 ? null : { teacherMs: 0, studentsMs: mean(whole) };
  const studentsMs = mean(reused);
  return { studentsMs, teacherMs: whole.length === 0 ? 0 : Math.max(0, mean(whole) - studentsMs) };
}

/** null until anything has been measured. */
export function timeLeftMs(
  trials: readonly Trial[],
  isMade: (trial: Trial) => boolean,
  results: readonly TrialResult[],
  live: readonly LiveTrial[],
  workers: number,
): number | null {
  const running = live.find(({ status }) => (status?.stepsPerSecond ?? 0) > 0);
  const times =
    fromResults(results) ??
    (running === undefined ? null : atRate(running.trial.config, running.status?.stepsPerSecond ?? 0));
  if (times === null) return null;
  const begun = new Set(live.map(({ trial }) => trial));
  const [begunOrMade, waiting] = [true, false].map((wanted) =>
    trials.filter((trial) => (begun.has(trial) || isMade(trial)) === wanted),
  ) as [Trial[], Trial[]];
  const taught = new Set(begunOrMade.map(({ config }) => teacherKey(config)));
  const teachers = new Set(waiting.map(({ config }) => teacherKey(config)).filter((key) => !taught.has(key)));
  const now = live.map(({ status }) => status?.remainingMs ?? times.studentsMs);
  const work =
    waiting.length * times.studentsMs +
    teachers.size * times.teacherMs +
    now.reduce((sum, ms) => sum + ms, 0);
  return Math.max(work / Math.max(1, workers), ...now);
}

/** What is known of a sweep before it begins. */
export interface Amount {
  readonly config: Config;
  readonly runs: number;
  readonly teachers: number;
}

/**
 * Before a sweep: from runs of the same models on this backend (the one on the page, one of this session, one that was kept),
 * or the price of a step where that was measured; else null.
 */
export function timeBeforeMs(
  { config, runs, teachers }: Amount,
  page: PageState,
  kept: readonly SavedRun[],
  workers: number,
): number | null {
  const times = fromRuns(config, page, kept) ?? fromPace(config, page);
  return times === null
    ? null
    : (runs * times.studentsMs + teachers * times.teacherMs) / Math.max(1, workers);
}

/** Over fewer, a run's time is that of its beginning. */
const fewSteps = 200;

/** What training costs depends on these alone. */
const workKey = ({ task, teacher, assistant, student, train }: Config): string =>
  JSON.stringify([task, teacher, assistant, student, train.batchSize]);

/** A run as a measurement of time. */
interface Measured {
  readonly config: Config;
  readonly backend: string;
  readonly steps: number;
  readonly elapsedMs: number;
}

function fromRuns(
  config: Config,
  { run, session, backend }: PageState,
  kept: readonly SavedRun[],
): Times | null {
  const key = workKey(config);
  if (run?.status != null && stepsTaken(run.status) >= fewSteps && workKey(run.config) === key) {
    const times = atRate(config, run.status.stepsPerSecond);
    if (times !== null) return times;
  }
  const measured: readonly Measured[] = [
    ...session.map((record) => ({ ...record, steps: phaseSteps(record.config).total })).reverse(),
    // Those of sweeps and forks took over what others had trained.
    ...kept
      .filter(({ origin, parent }) => origin === 'here' && parent === null)
      .sort((a, b) => b.startedAt - a.startedAt)
      .map((saved) => ({ ...saved, steps: stepsTaken(saved) })),
  ];
  const alike = measured.find(
    (one) =>
      one.steps >= fewSteps &&
      one.elapsedMs > 0 &&
      one.backend === backend?.name &&
      workKey(one.config) === key,
  );
  return alike === undefined ? null : atRate(config, (1000 * alike.steps) / alike.elapsedMs);
}

function fromPace(config: Config, { task, pace }: PageState): Times | null {
  if (pace === null || task === null || !task.writes || config.task.kind !== 'text') return null;
  const { inputs, outputs, validationSize, labelsSeen, trainSize } = task;
  const allInSight = labelsSeen >= trainSize;
  const { teacher, assistant, students } = estimate(
    config,
    { inputs, outputs, validationSize, allInSight },
    pace.pace,
  );
  return { teacherMs: 1000 * teacher, studentsMs: 1000 * (assistant + students) };
}
