// The page's store: every state change of the page passes through here. Config and run state are zustand; the numbers of
// the curves are appended outside it (series.ts) and announced by `curves.ts`.

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackendInfo, StepPace } from '../shared/catalog/backends.ts';
import { changesAnswersAlone, liveValues } from '../shared/config.ts';
import { fromHash, type ParsedLink, toHash } from '../shared/link.ts';
import type { Command } from '../shared/protocol/messages.ts';
import { type Watch, watchNothing } from '../shared/protocol/watch.ts';
import { createClient } from './client.ts';
import { announceCurves } from './curves.ts';
import { createEventHandler } from './events.ts';
import { seriesOfFork, teacherOfFork, whatForkTakes } from './fork.ts';
import { lacks } from './lacks.ts';
import { createOwnData } from './own-data.ts';
import { createRepetition } from './repeat.ts';
import { createSeries } from './series.ts';
import { withEarlier } from './session-runs.ts';
import { createSettings, lockedBy } from './settings.ts';
import type { PageState, PageStore } from './state.ts';
import { createTakeaway } from './takeaway.ts';

const firstState = ({ config, backend: backendChoice, engine, carried }: ParsedLink): PageState => ({
  config,
  carried: { ...carried, config },
  backendChoice,
  engine,
  backend: null,
  pace: null,
  task: null,
  table: null,
  tableProgress: null,
  tableRefusal: null,
  run: null,
  previous: null,
  overlaid: [],
  fork: null,
  lesson: null,
  lock: null,
  canUndo: false,
  canRedo: false,
  session: [],
  repeat: null,
  dataKey: 0,
  stale: false,
  checkpoint: null,
  failure: null,
  notices: [],
  ...noAnswers,
  probe: null,
  text: null,
  prompt: null,
  stepsPerSecond: null,
  lossAnswer: null,
});

/** What panels show of a run before there is one. */
const noAnswers = { snapshots: {}, continuations: {} } as const;

/** What other settings leave behind. */
const noRepeat = { repeat: null, failure: null } as const;

/** Changes within this time reach the worker as one. */
const prepareDelayMs = 150;
/** A worker that dies more often than this within the window is not started again. */
const maxDeaths = 3;
const deathWindowMs = 60_000;

const isActive = ({ run, stale }: PageState): boolean =>
  !stale &&
  run !== null &&
  (run.status === null || run.status.state === 'training' || run.status.state === 'paused');

export type Store = StoreApi<PageStore>;

/** Creates the store from the address's hash and starts the worker. */
export function createPageStore(hash: string, rememberHash: (hash: string) => void): Store {
  const link = fromHash(hash);
  let watch = watchNothing;
  /** Runs outlive the page: their ids begin with what no other page has. */
  const idPrefix = [...crypto.getRandomValues(new Uint32Array(2))].map((n) => n.toString(36)).join('');
  let runCount = 0;
  let prepareTimer: ReturnType<typeof setTimeout> | undefined;
  let patchFrame = 0;
  /** The run whose models the worker has. */
  let known: string | null = null;
  /** What steps take on this device's backends; null until somebody has to know. */
  let paces: readonly StepPace[] | null = null;
  /** When the worker died of late. */
  let deaths: readonly number[] = [];

  return createStore<PageStore>((set, get) => {
    const send = (command: Command) => client.send(command);

    function prepareSoon(): void {
      clearTimeout(prepareTimer);
      prepareTimer = setTimeout(() => {
        const { config, backendChoice, engine } = get();
        send({ type: 'prepare', config, backend: backendChoice, engine });
      }, prepareDelayMs);
    }

    /** What runs or ran belongs to other settings or data from now on. */
    function leaveRun(): void {
      if (isActive(get())) send({ type: 'stop' });
      set(({ run }) => ({ ...noAnswers, ...noRepeat, stale: run !== null, probe: null, prompt: null }));
      sendWatch({ probe: null, prompt: null });
    }

    /** Non-live settings changed. Answers to the same task stay on sight, marked as those of the settings before. */
    function endRun(taskChanged: boolean): void {
      if (taskChanged) {
        leaveRun();
        set({ task: null, tableRefusal: null });
      } else {
        if (isActive(get())) send({ type: 'stop' });
        set(({ run }) => ({ ...noRepeat, stale: run !== null }));
      }
      prepareSoon();
    }

    function sendWatch(change: Partial<Watch>): void {
      const before = watch;
      watch = { ...watch, ...change };
      send({ type: 'watch', watch });
      const refused = get().failure?.question;
      if (refused !== undefined && JSON.stringify(watch[refused]) !== JSON.stringify(before[refused]))
        set({ failure: null });
    }

    /** `seed` takes the place of the page's own while an experiment is repeated. */
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
      send({ type: 'watch', watch });
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

    function patchLive(): void {
      cancelAnimationFrame(patchFrame);
      patchFrame = requestAnimationFrame(() => send({ type: 'patch', values: liveValues(get().config) }));
    }

    /** The worker is gone: start another and go on from the last checkpoint. Gives up when it dies again and again. */
    function recover(reason: string): void {
      takeaway.onDeath(reason);
      const wasActive = isActive(get());
      deaths = [...deaths, performance.now()].filter((at) => performance.now() - at < deathWindowMs);
      if (deaths.length > maxDeaths) {
        client.stop();
        repetition.end();
        set({
          stale: get().run !== null,
          failure: {
            kind: 'Internal',
            message: `The training worker keeps stopping (${reason}).`,
            remedy: 'Reload the page. If that does not help, choose another backend or smaller models.',
          },
        });
        return;
      }
      client.restart();
      known = null;
      const { config, backendChoice, engine, run } = get();
      send({ type: 'speed', stepsPerSecond: get().stepsPerSecond });
      send({ type: 'watch', watch });
      if (paces !== null) send({ type: 'paces', paces });
      const own = ownData.ownData();
      if (own !== null) send({ ...own, config });
      if (wasActive) start(run?.status?.state === 'paused', true);
      else send({ type: 'prepare', config, backend: backendChoice, engine });
      handler.notice(`The training worker stopped (${reason}). A new one goes on from the last checkpoint.`);
    }

    /** Whether a lesson forbids a change of `path`, or a run where there is none; the visitor is told. */
    function isHeld(path: string | null = null): boolean {
      const { lock, notices } = get();
      const why = path === null ? (lock?.noRun ?? null) : lockedBy(get(), [path]);
      if (why !== null && !notices.some(({ text }) => text === why)) handler.notice(why);
      return why !== null;
    }

    const repetition = createRepetition(set, get, {
      isActive: () => isActive(get()),
      start: (seed, paused) => start(paused, false, seed),
      resume: () => send({ type: 'resume' }),
      notice: (text) => handler.notice(text),
    });
    const settings = createSettings({
      get,
      set,
      remember: (config) =>
        rememberHash(toHash(config, { backend: get().backendChoice, engine: get().engine })),
      endRun,
      patch(config) {
        const { run, stale } = get();
        const answersAlone =
          run !== null && !stale && changesAnswersAlone(run.config, { ...config, seed: run.config.seed });
        if (!isActive(get()) && !answersAlone) return;
        // A run that is shown without its models cannot answer anew.
        if (answersAlone && known !== run.id) return endRun(false);
        repetition.turned(config, answersAlone);
        patchLive();
      },
      notice: (text) => handler.notice(text),
    });
    const onOwnData = () => {
      set(({ dataKey }) => ({ dataKey: dataKey + 1 }));
      leaveRun();
    };
    const takeaway = createTakeaway(get, send);
    const ownData = createOwnData({ get, set, send, isHeld });
    /** Where graphics are software, the choice of a backend waits for a measurement (once a page at most). */
    function onReady({ software }: BackendInfo): void {
      if (software.length === 0 || paces !== null || get().backendChoice !== 'auto') return;
      paces = [];
      const isIdle = () => !isActive(get()) && get().backendChoice === 'auto';
      void import('./software-pace.ts').then(async ({ softwarePaces }) => {
        paces = await softwarePaces(software, isIdle);
        send({ type: 'paces', paces });
      });
    }
    const handler = createEventHandler(set, get, {
      onReady,
      onOwnData,
      onEnd: repetition.onEnd,
      onExported: takeaway.onExported,
    });
    const client = createClient(handler.handle, recover);

    // After the first paint: the worker loads TensorFlow.js, chooses its backend and makes the data.
    setTimeout(() => {
      if (!link.run) return prepareSoon();
      // A reload in the middle of this run shall find it, not begin another.
      rememberHash(toHash(link.config, { backend: link.backend, engine: link.engine, ...link.carried }));
      get().play();
    });

    return {
      ...firstState(link),
      notices: link.problems.map(({ path, message }, id) => ({
        id: -1 - id,
        text: `Link: ${path}: ${message}.`,
      })),

      ...settings,
      play() {
        if (isHeld()) return;
        repetition.pause(false);
        if (!isActive(get())) start(false, false);
        else send({ type: 'resume' });
      },
      pause() {
        repetition.pause(true);
        send({ type: 'pause' });
      },
      step() {
        if (isHeld()) return;
        repetition.pause(true);
        if (!isActive(get())) start(true, false);
        send({ type: 'step' });
      },
      reset() {
        if (isActive(get())) send({ type: 'stop' });
        set(({ run, previous }) => ({
          previous: run ?? previous,
          run: null,
          stale: false,
          failure: null,
          checkpoint: null,
          repeat: null,
          ...noAnswers,
        }));
        prepareSoon();
      },
      repeatSeeds(count) {
        if (!isHeld('seed')) repetition.begin(count);
      },
      stopRepeat() {
        if (isActive(get())) send({ type: 'stop' });
        repetition.end();
      },
      setSpeed(stepsPerSecond) {
        set({ stepsPerSecond });
        send({ type: 'speed', stepsPerSecond });
      },
      setBackend(choice) {
        set({ backendChoice: choice });
        if (get().lock === null)
          rememberHash(toHash(get().config, { backend: choice, engine: get().engine }));
        endRun(false);
      },
      setEngine(engine) {
        set({ engine });
        rememberHash(toHash(get().config, { backend: get().backendChoice, engine }));
        endRun(false);
      },
      setProbe(probe) {
        set({ probe });
        sendWatch({ probe });
      },
      setPrompt(prompt) {
        set({ prompt, continuations: {} });
        sendWatch({ prompt });
      },
      watch: sendWatch,
      ...ownData,
      askLoss: (question) => send({ type: 'askLoss', question, backend: get().backendChoice }),
      goBack: () => start(true, true),
      openRun(opened, from, paused) {
        if (isHeld('seed')) return;
        get().adoptConfig(opened.config);
        if (isActive(get())) send({ type: 'stop' });
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
      setOverlaid: (overlaid) => set({ overlaid }),
      setFork: (fork) => set({ fork }),
      keepSession: (records) =>
        set(({ session }) => ({ session: records.reduceRight(withEarlier, session) })),
      notice: (text) => handler.notice(text),
      exportLane: takeaway.lane,
      exportExperiment: takeaway.experiment,
      dismissNotice: (id) =>
        set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
      dismissFailure: () => set({ failure: null }),
    };
  });
}
