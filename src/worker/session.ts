// The session: one switch over commands, and the state that outlives a run (backend, table, task data, kept teachers).
// A run itself is run.ts.

import { type RunningBackend, startBackend } from '../engine/backend/choose.ts';
import { forgetBackends, type Host } from '../engine/backend/internals.ts';
import { askLoss } from '../engine/losses/ask.ts';
import { measurePace } from '../engine/pace.ts';
import { tokensOf } from '../engine/snapshots/tokens.ts';
import { readTable, type Table } from '../engine/tasks/table/parse.ts';
import { countBadRows, describeTable } from '../engine/tasks/table/task.ts';
import { describeTask, loadTask, type TaskData, type TaskSources } from '../engine/tasks/task.ts';
import { readPlainText } from '../engine/text/open.ts';
import type { BackendChoice, BackendName, EngineChoice, StepPace } from '../shared/catalog/backends.ts';
import { type Config, teacherKey } from '../shared/config.ts';
import { toFailure } from '../shared/errors.ts';
import type { FileSource } from '../shared/protocol/data.ts';
import type { Command } from '../shared/protocol/messages.ts';
import { watchNothing } from '../shared/protocol/watch.ts';
import { answerExport } from './export.ts';
import { createKeptTeachers } from './kept-teachers.ts';
import { createRun } from './run.ts';
import type { Post, Run, SessionServices } from './services.ts';
import { createWarmer } from './warm.ts';

/** Programs are compiled ahead and a backend is measured after this long without a wish. */
const idleMs = 600;

/** What the worker's surroundings bring. */
export interface WorkerHost extends Host {
  /** Reads a text that ships with the page. */
  corpus(name: string): Promise<string>;
}

/** What `post` is given are the events of the protocol. */
export function createSession(host: WorkerHost, post: Post): { handle(command: Command): void } {
  let running: (RunningBackend & { readonly choice: BackendChoice }) | null = null;
  let paces: readonly StepPace[] = [];
  /** The device whose kernels are measured. */
  let tuned: RunningBackend['info'] | null = null;
  const failedBackends = new Set<BackendName>();
  let table: Table | null = null;
  let text: string | null = null;
  /** Counts the visitor's own data, so that what was made from one is never used for the next. */
  let generation = 0;
  let cachedTask: { key: string; data: TaskData } | null = null;
  const teachers = createKeptTeachers();
  let watch = watchNothing;
  let speed: number | null = null;
  let run: Run | null = null;
  /** Commands that await something are carried out one after the other. */
  let queue: Promise<void> = Promise.resolve();
  /** How many of them wait. */
  let waiting = 0;
  /** Runs that were asked for and do not exist yet. */
  let startsPending = 0;
  const measured = new Set<BackendName>();
  const warmer = createWarmer();

  const usesOwnData = ({ task }: Config) =>
    task.kind === 'table' || (task.kind === 'text' && task.corpus === 'own');
  const keyOf = (config: Config) => `${teacherKey(config)}#${usesOwnData(config) ? generation : ''}`;

  const sources = (own: Partial<TaskSources> = {}): TaskSources => ({
    table,
    text,
    corpus: (name) => host.corpus(name),
    onProgress: (share) => post({ type: 'tableProgress', share }),
    ...own,
  });

  /** Without a run too: a text can be cut into tokens as soon as there is a tokenizer. */
  function tellTokens(asked: string | null): void {
    const snapshot = asked === null || cachedTask === null ? null : tokensOf(cachedTask.data, asked);
    if (snapshot !== null) post({ type: 'snapshot', snapshot });
  }

  async function taskData(config: Config): Promise<TaskData> {
    const key = JSON.stringify([config.task, config.seed, usesOwnData(config) ? generation : 0]);
    if (cachedTask?.key === key) return cachedTask.data;
    const data = await loadTask(config.task, config.seed, sources());
    cachedTask = { key, data };
    return data;
  }

  const services: SessionServices = {
    post,
    async backend(choice) {
      if (running !== null && running.choice === choice) return running;
      if (running !== null) forgetBackends();
      running = null;
      running = { ...(await startBackend(choice, { ...host, paces }, failedBackends)), choice };
      post({ type: 'ready', backend: running.info });
      return running;
    },
    async replaceBackend(choice, because) {
      const before = running;
      if (before !== null) failedBackends.add(before.info.name);
      forgetBackends();
      running = null;
      running = { ...(await startBackend(choice, { ...host, paces }, failedBackends)), choice };
      const name = before?.info.name ?? 'the device';
      const message = `${name} was lost (${because}). The run goes on with ${running.info.name}.`;
      post({ type: 'backend', backend: running.info, message });
      return running;
    },
    async task(config) {
      const data = await taskData(config);
      post({ type: 'task', task: config.task, info: describeTask(data, config) });
      tellTokens(watch.tokens);
      return data;
    },
    keptTeacher: (config) => teachers.get(keyOf(config)),
    keepTeacher: (config, teacher) => teachers.keep(keyOf(config), teacher),
    watch: () => watch,
    stepsPerSecond: () => speed,
  };

  async function openTable(source: FileSource, config: Config): Promise<void> {
    if (config.task.kind !== 'table') return;
    let opened: Table | null = null;
    try {
      opened = await readTable(source, (share) => post({ type: 'tableProgress', share }));
      await loadTask(config.task, config.seed, sources({ table: opened }));
    } catch (error) {
      // What was there stays: only a table that can be used replaces the one before.
      const skippableRows = opened === null ? 0 : countBadRows(opened, config.task);
      post({ type: 'tableRefused', failure: toFailure(error), skippableRows });
      return;
    }
    table = opened;
    generation += 1;
    post({ type: 'table', table: describeTable(opened, config.task), fresh: true });
    await services.task(config);
  }

  async function openText(source: FileSource, config: Config): Promise<void> {
    if (config.task.kind !== 'text') return;
    try {
      const opened = await readPlainText(source);
      await loadTask(config.task, config.seed, sources({ text: opened }));
      text = opened;
    } catch (error) {
      post({ type: 'tableRefused', failure: toFailure(error), skippableRows: 0 });
      return;
    }
    generation += 1;
    post({ type: 'text', name: source.name, characters: text.length });
    await services.task(config);
  }

  async function prepare({ config, backend: choice, engine }: Extract<Command, { type: 'prepare' }>) {
    if (run?.isActive !== true) await services.backend(choice);
    if (config.task.kind === 'table' ? table === null : usesOwnData(config) && text === null) return;
    const data = await services.task(config);
    if (config.task.kind === 'table' && table !== null) {
      post({ type: 'table', table: describeTable(table, config.task), fresh: false });
    }
    await useIdleness(config, engine, data);
  }

  /**
   * Only while nobody wants anything else: programs of a run of this experiment, and, once a backend, its tiles and what a step
   * costs, to tell a run’s time beforehand.
   */
  async function useIdleness(config: Config, engine: EngineChoice, data: TaskData): Promise<void> {
    if (running === null) return;
    const { info, tune } = running;
    const isIdle = () => waiting === 0 && run?.isActive !== true;
    const isPaceWanted = data.kind === 'tokens' && !measured.has(info.name);
    const isTuneWanted = tune !== undefined && info !== tuned;
    const isWarmWanted = engine === 'recorded' && warmer.isWanted(info, config, data);
    if (!isPaceWanted && !isTuneWanted && !isWarmWanted) return;
    for (const until = performance.now() + idleMs; performance.now() < until; ) {
      if (!isIdle()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if (isTuneWanted) await tune(isIdle);
    if (isIdle()) tuned = info;
    const pace = isPaceWanted ? await measurePace(isIdle) : null;
    if (pace !== null) {
      measured.add(info.name);
      post({ type: 'pace', backend: info.name, pace });
    }
    // Last: tiles are part of the programs, and compiling would disturb what is measured.
    if (isWarmWanted && isIdle()) warmer.warm(info, config, data);
  }

  /** Before the first run the choice is made anew; what a run left on the device stays otherwise. */
  async function choosePace(measuredPaces: readonly StepPace[]): Promise<void> {
    paces = measuredPaces;
    if (run !== null || running?.choice !== 'auto') return;
    forgetBackends();
    running = null;
    await services.backend('auto');
  }

  /** A run may train meanwhile: nothing of it is touched. */
  async function answerLoss({ question, backend }: Extract<Command, { type: 'askLoss' }>): Promise<void> {
    if (running === null) await services.backend(backend);
    post({ type: 'lossAnswer', answer: await askLoss(question) });
  }

  async function exportTo(command: Extract<Command, { type: 'export' }>): Promise<void> {
    const content = await answerExport(command, {
      run: run?.id === command.runId ? run : null,
      task: taskData,
      backend: async () => running ?? services.backend('auto'),
    });
    post({ type: 'exported', id: command.id, content });
  }

  async function start(command: Extract<Command, { type: 'start' }>): Promise<void> {
    try {
      await run?.stop();
      if (command.backend !== running?.choice) failedBackends.clear();
      run = createRun(command, services);
    } finally {
      startsPending -= 1;
    }
    await run.begin();
  }

  const enqueue = (work: () => Promise<void>): void => {
    waiting += 1;
    const begin = () => {
      waiting -= 1;
      return work();
    };
    queue = queue.then(begin).catch((error: unknown) => {
      post({ type: 'error', runId: null, failure: toFailure(error) });
    });
  };

  /** Tells the run at once; one that is asked for but not there yet is told as soon as it is. */
  const tellRun = (tell: (current: Run) => void): void => {
    const now = () => {
      if (run !== null) tell(run);
    };
    if (startsPending === 0) now();
    else enqueue(async () => now());
  };

  return {
    handle(command) {
      switch (command.type) {
        case 'prepare':
          return enqueue(() => prepare(command));
        case 'start':
          startsPending += 1;
          return enqueue(() => start(command));
        case 'openTable':
          return enqueue(() => openTable(command.source, command.config));
        case 'openText':
          return enqueue(() => openText(command.source, command.config));
        case 'askLoss':
          return enqueue(() => answerLoss(command));
        case 'export':
          return enqueue(() => exportTo(command));
        case 'patch':
          return tellRun((current) => current.patch(command.values));
        case 'pause':
          return tellRun((current) => current.pause());
        case 'resume':
          return tellRun((current) => current.resume());
        case 'step':
          return tellRun((current) => current.stepOnce());
        case 'stop':
          return tellRun((current) => void current.stop());
        case 'paces':
          return enqueue(() => choosePace(command.paces));
        case 'speed':
          speed = command.stepsPerSecond;
          return;
        case 'watch':
          if (command.watch.tokens !== watch.tokens) tellTokens(command.watch.tokens);
          watch = command.watch;
          return run?.refresh();
        default:
          return command satisfies never;
      }
    },
  };
}
