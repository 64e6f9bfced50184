// The run that the page shows: how it begins and goes on, and how it is left behind by other settings or data. Tells the worker,
// and hears nothing of it.

import { liveValues } from '../shared/config.ts';
import type { Command } from '../shared/protocol/messages.ts';
import type { Watch } from '../shared/protocol/watch.ts';
import { announceCurves } from './curves.ts';
import { noAnswers } from './first-state.ts';
import { seriesOfFork, teacherOfFork, whatForkTakes } from './fork.ts';
import { lacks } from './lacks.ts';
import { createSeries } from './series.ts';
import type { PageState, PageStore, SetState } from './state.ts';

/** Changes within this time reach the worker as one. */
const prepareDelayMs = 150;

/** What other settings leave behind. */
const noRepeat = { repeat: null, failure: null } as const;

/** Whether a run of the page's settings trains or is paused. */
export const isActive = ({ run, stale }: PageState): boolean =>
  !stale &&
  run !== null &&
  (run.status === null || run.status.state === 'training' || run.status.state === 'paused');

interface Page {
  get(): PageStore;
  readonly set: SetState;
  send(command: Command): void;
  /** Tells the worker what panels want to be shown, with this change. */
  tellWatch(change?: Partial<Watch>): void;
  /** Whether a lesson forbids a change of the setting; the visitor is told. */
  isHeld(path: string): boolean;
}

/** Functions for the store, and its actions that are about the run alone. */
export function createCurrentRun({ get, set, send, tellWatch, isHeld }: Page) {
  /** Runs outlive the page: their ids begin with what no other page has. */
  const idPrefix = [...crypto.getRandomValues(new Uint32Array(2))].map((n) => n.toString(36)).join('');
  let runCount = 0;
  let prepareTimer: ReturnType<typeof setTimeout> | undefined;
  let patchFrame = 0;
  /** The run whose models the worker has. */
  let known: string | null = null;

  function prepare(): void {
    const { config, backendChoice, engine } = get();
    send({ type: 'prepare', config, backend: backendChoice, engine });
  }

  function prepareSoon(): void {
    clearTimeout(prepareTimer);
    prepareTimer = setTimeout(prepare, prepareDelayMs);
  }

  function stop(): void {
    if (isActive(get())) send({ type: 'stop' });
  }

  /** `fromCheckpoint` goes on with the run there is; `seed` takes the place of the page's own while seeds are repeated. */
  function start(paused: boolean, fromCheckpoint: boolean, seed = get().config.seed): void {
    const { backendChoice, run, checkpoint, dataKey, repeat } = get();
    clearTimeout(prepareTimer);
    const lacking = lacks(get());
    if (lacking !== null) {
      set({ failure: lacking });
      return;
    }
    const goOn = fromCheckpoint && run !== null;
    const config = { ...get().config, seed: goOn ? run.config.seed : seed };
    const fork = goOn ? null : get().fork;
    const taken = fork === null ? 'nothing' : whatForkTakes(fork, config).taken;
    const id = goOn ? run.id : `${idPrefix}-${++runCount}`;
    const series = goOn ? run.series : fork === null ? createSeries() : seriesOfFork(fork, taken);
    const from = goOn ? checkpoint : taken === 'all' ? (fork?.checkpoint ?? null) : null;
    set({
      run: {
        id,
        config,
        series,
        status: null,
        dataKey,
        turned: goOn ? run.turned : taken !== 'nothing',
        parent: goOn ? run.parent : taken === 'nothing' ? null : (fork?.id ?? null),
      },
      // Runs that differ by their seeds alone are not drawn behind one another: their spread is.
      previous: goOn || repeat?.state === 'running' ? get().previous : run,
      stale: false,
      failure: null,
      checkpoint: from,
      fork: null,
      ...(goOn ? {} : noAnswers),
    });
    known = id;
    tellWatch();
    send({
      type: 'start',
      engine: get().engine,
      runId: id,
      config,
      backend: backendChoice,
      checkpoint: from,
      teacher: fork !== null && taken === 'teacher' ? teacherOfFork(fork) : null,
      paused,
    });
  }

  return {
    start,
    stop,
    prepare,
    prepareSoon,
    /** What runs or ran belongs to other settings or data from now on. */
    leave(): void {
      stop();
      set(({ run }) => ({ ...noAnswers, ...noRepeat, stale: run !== null, probe: null, prompt: null }));
      tellWatch({ probe: null, prompt: null });
    },
    /** Settings that are not live have changed. Answers to the same task stay on sight, as those of the settings before. */
    end(): void {
      stop();
      set(({ run }) => ({ ...noRepeat, stale: run !== null }));
    },
    /** Live settings reach the worker at most once a frame. */
    patch(): void {
      cancelAnimationFrame(patchFrame);
      patchFrame = requestAnimationFrame(() => send({ type: 'patch', values: liveValues(get().config) }));
    },
    /** Whether the worker has the models of this run. */
    hasModels: (id: string): boolean => known === id,
    /** The worker is gone, and the models with it. */
    onDeath(): void {
      known = null;
    },
    actions: {
      reset() {
        stop();
        set(({ run, previous }) => ({
          previous: run ?? previous,
          run: null,
          stale: false,
          checkpoint: null,
          ...noRepeat,
          ...noAnswers,
        }));
        prepareSoon();
      },
      goBack: () => start(true, true),
      openRun(opened, from, paused) {
        if (isHeld('seed')) return;
        get().adoptConfig(opened.config);
        stop();
        clearTimeout(prepareTimer);
        set(({ run, previous, dataKey }) => ({
          run: { ...opened, dataKey },
          previous: run ?? previous,
          stale: false,
          checkpoint: from,
          fork: null,
          ...noRepeat,
          ...noAnswers,
        }));
        announceCurves();
        if (from === null && opened.status !== null) prepareSoon();
        else start(paused, true);
      },
    } satisfies Partial<PageStore>,
  };
}
