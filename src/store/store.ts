// The page's store: every state change of the page passes through here. Config and run state are zustand; the numbers of
// the curves are appended outside it (series.ts) and announced by `curves.ts`.

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackendInfo, StepPace } from '../shared/catalog/backends.ts';
import { changesAnswersAlone } from '../shared/config.ts';
import { fromHash, toHash } from '../shared/link.ts';
import type { Command } from '../shared/protocol/messages.ts';
import { type Watch, watchNothing } from '../shared/protocol/watch.ts';
import { createClient } from './client.ts';
import { createCurrentRun, isActive } from './current-run.ts';
import { createEventHandler } from './events.ts';
import { firstState } from './first-state.ts';
import { createOwnData } from './own-data.ts';
import { createRepetition } from './repeat.ts';
import { withEarlier } from './session-runs.ts';
import { createSettings, lockedBy } from './settings.ts';
import type { PageStore } from './state.ts';
import { createTakeaway } from './takeaway.ts';

/** A worker that dies more often than this within the window is not started again. */
const maxDeaths = 3;
const deathWindowMs = 60_000;

export type Store = StoreApi<PageStore>;

/** Creates the store from the address's hash and starts the worker. */
export function createPageStore(hash: string, rememberHash: (hash: string) => void): Store {
  const link = fromHash(hash);
  let watch = watchNothing;
  /** What steps take on this device's backends; null until somebody has to know. */
  let paces: readonly StepPace[] | null = null;
  /** When the worker died of late. */
  let deaths: readonly number[] = [];

  return createStore<PageStore>((set, get) => {
    const send = (command: Command) => client.send(command);

    function tellWatch(change: Partial<Watch> = {}): void {
      const before = watch;
      watch = { ...watch, ...change };
      send({ type: 'watch', watch });
      const refused = get().failure?.question;
      if (refused !== undefined && JSON.stringify(watch[refused]) !== JSON.stringify(before[refused]))
        set({ failure: null });
    }

    /** Settings that are not live have changed; `taskChanged` where they make another task or other data. */
    function endRun(taskChanged: boolean): void {
      if (taskChanged) {
        current.leave();
        set({ task: null, tableRefusal: null });
      } else current.end();
      current.prepareSoon();
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
      current.onDeath();
      const { config, run, stepsPerSecond } = get();
      send({ type: 'speed', stepsPerSecond });
      tellWatch();
      if (paces !== null) send({ type: 'paces', paces });
      const own = ownData.ownData();
      if (own !== null) send({ ...own, config });
      if (wasActive) current.start(run?.status?.state === 'paused', true);
      else current.prepare();
      handler.notice(`The training worker stopped (${reason}). A new one goes on from the last checkpoint.`);
    }

    /** Whether a lesson forbids a change of `path`, or a run where there is none; the visitor is told. */
    function isHeld(path: string | null = null): boolean {
      const { lock, notices } = get();
      const why = path === null ? (lock?.noRun ?? null) : lockedBy(get(), [path]);
      if (why !== null && !notices.some(({ text }) => text === why)) handler.notice(why);
      return why !== null;
    }

    /** Writes settings into the address. */
    const remember = (config = get().config): void =>
      rememberHash(toHash(config, { backend: get().backendChoice, engine: get().engine }));

    /** Another backend or way of computing takes effect with the next run. In a lesson the address stays as it was. */
    function computeOtherwise(): void {
      if (get().lock === null) remember();
      endRun(false);
    }

    const current = createCurrentRun({ get, set, send, tellWatch, isHeld });
    const repetition = createRepetition(set, get, {
      isActive: () => isActive(get()),
      start: (seed, paused) => current.start(paused, false, seed),
      resume: () => send({ type: 'resume' }),
      notice: (text) => handler.notice(text),
    });
    const settings = createSettings({
      get,
      set,
      remember,
      endRun,
      patch(config) {
        const { run, stale } = get();
        const answersAlone =
          run !== null && !stale && changesAnswersAlone(run.config, { ...config, seed: run.config.seed });
        if (!isActive(get()) && !answersAlone) return;
        // A run that is shown without its models cannot answer anew.
        if (answersAlone && !current.hasModels(run.id)) return endRun(false);
        repetition.turned(config, answersAlone);
        current.patch();
      },
      notice: (text) => handler.notice(text),
    });
    const onOwnData = () => {
      set(({ dataKey }) => ({ dataKey: dataKey + 1 }));
      current.leave();
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
      if (!link.run) return current.prepareSoon();
      // A reload in the middle of this run shall find it, not begin another.
      rememberHash(toHash(link.config, { backend: link.backend, engine: link.engine, ...link.carried }));
      get().play();
    });

    return {
      ...firstState(link),
      ...settings,
      ...current.actions,
      play() {
        if (isHeld()) return;
        repetition.pause(false);
        if (!isActive(get())) current.start(false, false);
        else send({ type: 'resume' });
      },
      pause() {
        repetition.pause(true);
        send({ type: 'pause' });
      },
      step() {
        if (isHeld()) return;
        repetition.pause(true);
        if (!isActive(get())) current.start(true, false);
        send({ type: 'step' });
      },
      repeatSeeds(count) {
        if (!isHeld('seed')) repetition.begin(count);
      },
      stopRepeat() {
        current.stop();
        repetition.end();
      },
      setSpeed(stepsPerSecond) {
        set({ stepsPerSecond });
        send({ type: 'speed', stepsPerSecond });
      },
      setBackend(choice) {
        set({ backendChoice: choice });
        computeOtherwise();
      },
      setEngine(engine) {
        set({ engine });
        computeOtherwise();
      },
      setProbe(probe) {
        set({ probe });
        tellWatch({ probe });
      },
      setPrompt(prompt) {
        set({ prompt, continuations: {} });
        tellWatch({ prompt });
      },
      watch: tellWatch,
      ...ownData,
      askLoss: (question) => send({ type: 'askLoss', question, backend: get().backendChoice }),
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
