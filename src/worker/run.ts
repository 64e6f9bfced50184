// One run: drives the training loop, streams what it measured, and survives a lost device. Owns no state beyond the run.

import { allowFused, allowSubgroups } from '../engine/kernels/kernels.ts';
import { trainLoop } from '../engine/loop.ts';
import type { TaskData } from '../engine/tasks/task.ts';
import { createTraining, type Training } from '../engine/train.ts';
import { type LiveValues, phaseSteps } from '../shared/config.ts';
import { type Failure, nonFiniteError, toFailure } from '../shared/errors.ts';
import type { Checkpoint } from '../shared/protocol/lanes.ts';
import type { Command } from '../shared/protocol/messages.ts';
import type { Metrics, RunState, RunStatus } from '../shared/protocol/status.ts';
import { createAnswers } from './answers.ts';
import { postCheckpoint } from './checkpoint-message.ts';
import { isSmall, isSound } from './checkpoints.ts';
import { DeviceLostError, reasonOfLoss } from './failures.ts';
import { figuresOf, stepsOf } from './figures.ts';
import { createProgress } from './progress.ts';
import type { Run, SessionServices } from './services.ts';

const checkpointEveryMs = 2000;
/** One checkpoint in each further part, however short the run is: a fork may begin there. */
const milestoneParts = 5;
/** Checkpoints may take at most this share of the time. */
const checkpointShare = 0.1;

/** Nothing happens before `begin`. */
export function createRun(command: Extract<Command, { type: 'start' }>, services: SessionServices): Run {
  const { runId, config, backend: choice } = command;
  const { post } = services;
  let state: RunState = command.paused ? 'paused' : 'training';
  let stopping = false;
  let stepsAllowed = 0;
  let wake: () => void = () => {};
  let training: Training | null = null;
  let task: TaskData | null = null;
  let live: Partial<LiveValues> = {};
  let teacherPatched = false;
  let biasTurned = false;
  let checkpoint: Checkpoint | null = command.checkpoint;
  let teacherMetrics: Metrics[] = [];
  let teacherReused = false;
  let loop: Promise<void> = Promise.resolve();
  let nextCheckpointAt = 0;
  /** The part of the run in which the last checkpoint was made. */
  let lastPart = 0;
  /** Snapshots made outside the loop, one after the other; a stop waits for them before it frees the models. */
  let side: Promise<void> = Promise.resolve();
  const progress = createProgress(config);

  const ignoreOnceStopped = (error: unknown): void => {
    if (!stopping) post({ type: 'error', runId, failure: toFailure(error) });
  };

  const isMoving = () => state === 'training' || stepsAllowed > 0;

  const answers = createAnswers({
    post,
    runId,
    watch: services.watch,
    models: () => (training === null || task === null ? null : { training, task }),
    isMoving,
    isStopping: () => stopping,
  });

  function postStatus(): void {
    if (training === null) return;
    const figures = figuresOf(training);
    const rate = progress.rate(stepsOf(figures), state === 'training');
    const status: RunStatus = { state, teacherReused, ...figures, ...rate };
    post({ type: 'status', runId, status });
  }

  /** Creates the training on the current backend: from the last checkpoint, a kept teacher, or the beginning. */
  async function build(): Promise<void> {
    task = await services.task(config);
    const given = command.teacher;
    const kept = given === null ? services.keptTeacher(config) : { ...given, metrics: [] };
    allowFused(command.engine !== 'plain');
    allowSubgroups(command.engine === 'subgroups');
    const made = createTraining(config, task, {
      checkpoint,
      teacher: kept,
      recorded: command.engine === 'recorded' || command.engine === 'subgroups',
    });
    await made.prepare((done, total) => post({ type: 'preparing', runId, done, total }));
    if (stopping) return made.dispose();
    training = made;
    if (Object.keys(live).length > 0) training.patch(live);
    const { teacher, student } = training.lanes;
    // The page has the curves of a teacher that it brought.
    const fromTeacherStep = checkpoint === null && given === null ? 0 : teacher.step;
    const fromAssistantStep = training.assistant?.step ?? 0;
    post({ type: 'started', runId, fromTeacherStep, fromAssistantStep, fromStudentStep: student.step });
    teacherReused = checkpoint === null && kept !== undefined;
    if (teacherReused && kept !== undefined) post({ type: 'metrics', runId, metrics: kept.metrics });
    progress.startAt(teacher.step + fromAssistantStep + student.step);
    postStatus();
  }

  async function keepTeacherIfTrained(before: string): Promise<void> {
    if (training === null || before !== 'teacher' || training.phase === 'teacher') return;
    const saved = await training.save();
    checkpoint = saved;
    // A teacher whose knobs were turned while it learnt is not the one its settings promise.
    if (!teacherPatched)
      services.keepTeacher(config, {
        state: saved.lanes.teacher,
        second: saved.second,
        metrics: teacherMetrics,
      });
  }

  async function makeCheckpoint(): Promise<void> {
    if (training === null) return;
    const part = Math.floor((milestoneParts * stepsOf(figuresOf(training))) / phaseSteps(config).total);
    if (part === lastPart && performance.now() < nextCheckpointAt) return;
    lastPart = part;
    const startedAt = performance.now();
    const saved = await training.save();
    const tookMs = performance.now() - startedAt;
    nextCheckpointAt = performance.now() + Math.max(checkpointEveryMs, tookMs / checkpointShare);
    if (!isSound(saved, config)) return;
    checkpoint = saved;
    if (isSmall(saved)) postCheckpoint(post, runId, checkpoint);
  }

  /** Waits while the run is paused; answers knobs and new inputs meanwhile. */
  async function whilePaused(): Promise<void> {
    let isFresh = true;
    while (!isMoving() && !stopping) {
      postStatus();
      const watched = services.watch();
      if (biasTurned) await scoreAgain();
      await answers.give(isFresh);
      isFresh = false;
      if (isMoving() || stopping) break;
      // Something else was asked meanwhile.
      if (services.watch() !== watched) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    progress.restart();
  }

  async function consume(): Promise<void> {
    if (training === null) return;
    let phase: string = training.phase;
    await whilePaused();
    if (stopping) return;
    const speed = () => (stepsAllowed > 0 ? 1000 : services.stepsPerSecond());
    for await (const { metrics, nonFinite } of trainLoop(training, speed)) {
      if (metrics.length > 0) post({ type: 'metrics', runId, metrics });
      if (phase === 'teacher') teacherMetrics.push(...metrics);
      if (nonFinite !== null) throw nonFiniteError(nonFinite);
      await keepTeacherIfTrained(phase);
      phase = training.phase;
      if (stepsAllowed > 0) stepsAllowed -= 1;
      await makeCheckpoint();
      await answers.give(false);
      postStatus();
      if (!isMoving()) await whilePaused();
      if (stopping) return;
    }
    state = 'finished';
    await answers.give(true);
    checkpoint = await training.save();
    postCheckpoint(post, runId, checkpoint);
    postStatus();
  }

  /** Runs to the end, on another backend from the last checkpoint if the device is lost. */
  async function drive(lost: Promise<string>): Promise<void> {
    const gone = lost.then((because) => {
      throw new DeviceLostError(because);
    });
    try {
      await Promise.race([consume(), gone]);
    } catch (error) {
      const because = await reasonOfLoss(error, lost);
      if (because === null || stopping) throw error;
      training = null;
      teacherMetrics = [];
      teacherPatched ||= checkpoint !== null;
      const next = await services.replaceBackend(choice, because);
      await build();
      await drive(next.lost);
    }
  }

  /** The bias of a hidden class was turned: answers change though nothing is learnt. A run that moves scores itself. */
  function refreshScores(): void {
    if (isMoving() || stopping) return;
    biasTurned = true;
    if (state === 'paused') wake();
    else side = side.then(scoreAgain).catch(ignoreOnceStopped);
  }

  async function scoreAgain(): Promise<void> {
    if (!biasTurned || training === null) return;
    biasTurned = false;
    training.scoreAgain();
    const { metrics } = await training.flush();
    if (metrics.length > 0) post({ type: 'metrics', runId, metrics });
    postStatus();
    await answers.give(true);
  }

  function fail(failure: Failure): void {
    state = 'failed';
    stepsAllowed = 0;
    postStatus();
    post({ type: 'error', runId, failure });
  }

  const run: Run = {
    id: runId,
    get data() {
      return task;
    },
    saved: async () => (training === null ? checkpoint : training.save()),
    get isActive() {
      return !stopping && (state === 'training' || state === 'paused');
    },
    async begin() {
      try {
        const { lost } = await services.backend(choice);
        await build();
        loop = drive(lost).catch((error: unknown) => fail(toFailure(error)));
      } catch (error) {
        fail(toFailure(error));
      }
    },
    patch(values) {
      live = { ...live, ...values };
      const biasBefore = training?.values.hiddenBias;
      if (training?.phase === 'teacher') teacherPatched = true;
      training?.patch(values);
      if (training?.values.hiddenBias !== biasBefore) refreshScores();
    },
    pause() {
      if (state === 'training') state = 'paused';
      // The loop says so itself, but not while something long is measured.
      if (answers.isMeasuring) postStatus();
    },
    resume() {
      if (state !== 'paused') return;
      state = 'training';
      wake();
    },
    stepOnce() {
      if (state === 'training') state = 'paused';
      if (state !== 'paused') return;
      stepsAllowed += 1;
      wake();
    },
    async stop() {
      if (!stopping) {
        stopping = true;
        if (run.isActive || state === 'training' || state === 'paused') state = 'stopped';
        wake();
        await loop;
        await side;
        postStatus();
        training?.dispose();
        training = null;
      }
      await loop;
    },
    refresh() {
      if (state === 'paused') wake();
      else if (state !== 'training' && !stopping)
        side = side.then(() => answers.give(false)).catch(ignoreOnceStopped);
    },
  };
  return run;
}
