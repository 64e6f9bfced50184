// The sweeps of this browser: what is kept of each, the one that runs, and what can be done with them. A store of its own
// beside the page's; its runs are made by a runner and kept in the book of runs.

import { createStore, type StoreApi } from 'zustand/vanilla';
import { toFailure } from '../../shared/errors.ts';
import { trialsOf } from '../../shared/sweep/plan.ts';
import type { TrialResult } from '../../shared/sweep/results.ts';
import { createClient } from '../client.ts';
import { lacks } from '../lacks.ts';
import { ownDataOf } from '../runs/keeper.ts';
import { UnreadableError } from '../runs/read-saved.ts';
import { figuresOf } from '../runs/saved-run.ts';
import type { Book } from '../runs/state.ts';
import { lockedBy } from '../settings.ts';
import type { Store } from '../store.ts';
import type { LiveTrial, Outcome } from './hand.ts';
import { keepOutcome } from './keep-outcome.ts';
import { createRunner, type Runner } from './runner.ts';
import { readSweep, type Sweep, toStoredSweep, trialsLeft } from './saved-sweep.ts';
import type { SweepsActions, SweepsState } from './state.ts';
import { openSweepStorage, type SweepStorage, sweepsUnderWay, takeSweep } from './storage.ts';
import { teachersLeft } from './teachers-left.ts';
import { timeLeftMs } from './time-left.ts';
import { sweepName } from './words.ts';

export type Sweeps = StoreApi<SweepsState & SweepsActions>;

/** What tests put in place of the browser. */
export interface Surroundings {
  readonly spawn: typeof createClient;
  open(): Promise<SweepStorage>;
  id(): string;
}

const browser: Surroundings = {
  spawn: createClient,
  open: openSweepStorage,
  id: () => [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join(''),
};

/** Live numbers are told at most this often. */
const liveEveryMs = 250;

/** Opens the sweeps beside a page and its book; one a page. */
export function createSweeps(page: Store, book: Book, { spawn, open, id }: Surroundings = browser): Sweeps {
  const opening = open();
  let runner: Runner | null = null;
  let giveBack: () => void = () => {};
  /** Outcomes are kept one after the other. */
  let queue: Promise<void> = Promise.resolve();
  let nextLiveAt = 0;

  return createStore<SweepsState & SweepsActions>((set, get) => {
    const find = (wanted: string): Sweep | undefined => get().sweeps.find((sweep) => sweep.id === wanted);

    async function change(wanted: string, with_: Partial<Sweep>): Promise<void> {
      const sweep = find(wanted);
      if (sweep === undefined) return;
      const changed = { ...sweep, ...with_ };
      set(({ sweeps }) => ({ sweeps: sweeps.map((known) => (known.id === wanted ? changed : known)) }));
      await write(changed);
    }

    async function write(sweep: Sweep): Promise<void> {
      try {
        await (await opening).write(toStoredSweep(sweep));
      } catch (error) {
        set({ onlyHere: error instanceof Error ? error.message : String(error) });
      }
    }

    /** A run that cannot be kept must not keep the others from it. */
    function enqueue(work: () => Promise<void>): void {
      queue = queue.then(work).catch((error: unknown) => {
        const { message } = toFailure(error);
        page.getState().notice(`A run of the sweep could not be kept: ${message}`);
      });
    }

    /** Ends what runs here; a sweep that was not done can be resumed. */
    function end(): void {
      runner?.stop();
      runner = null;
      giveBack();
      giveBack = () => {};
      set({ running: null });
    }

    function tellLive(wanted: string, workers: number, live: readonly LiveTrial[]): void {
      const { running } = get();
      const isSame = running?.live.length === live.length;
      if (isSame && performance.now() < nextLiveAt) return;
      nextLiveAt = performance.now() + liveEveryMs;
      const sweep = find(wanted);
      if (sweep === undefined || running?.id !== wanted) return;
      const left = new Set(trialsLeft(sweep));
      const leftMs = timeLeftMs(
        trialsOf(sweep.plan),
        (trial) => !left.has(trial),
        sweep.results,
        live,
        workers,
      );
      set({ running: { id: wanted, workers, live, leftMs } });
    }

    async function onOutcome(wanted: string, outcome: Outcome): Promise<void> {
      const sweep = find(wanted);
      if (sweep === undefined) return;
      const runId = await keepOutcome(book, sweep, outcome);
      const { trial, failed, series, tookMs, teacherReused } = outcome;
      const result: TrialResult = {
        point: trial.point.index,
        seed: trial.seed,
        failed,
        figures: figuresOf(series),
        runId,
        tookMs,
        teacherReused,
      };
      await change(wanted, {
        results: [...(find(wanted)?.results ?? []), result],
        backend: outcome.backend || sweep.backend,
      });
    }

    async function run(sweep: Sweep, workers: number): Promise<void> {
      if (get().interrupted === sweep.id) set({ interrupted: null });
      const { ownData } = sweep;
      if (
        ownData !== null &&
        ownDataOf({ ...page.getState(), config: sweep.plan.config })?.size !== ownData.size
      )
        return page
          .getState()
          .notice(`${sweep.name} learns from “${ownData.name}”: open that file, then resume it.`);
      const missing = lacks({ ...page.getState(), config: sweep.plan.config });
      if (missing !== null) return page.getState().notice(`${missing.message} ${missing.remedy}`);
      const before = get().running;
      if (before !== null) {
        if (before.id === sweep.id) return;
        if (find(before.id)?.state === 'running')
          return page.getState().notice(`${find(before.id)?.name} is running: pause it first.`);
        end();
      }
      // At once, so that nothing else begins meanwhile.
      set({ running: { id: sweep.id, workers, live: [], leftMs: null } });
      const taken = await takeSweep(sweep.id);
      if (taken === null) {
        page.getState().notice(`${sweep.name} runs in another tab.`);
        return set(({ elsewhere }) => ({ running: null, elsewhere: new Set([...elsewhere, sweep.id]) }));
      }
      giveBack = taken;
      const teachers = await teachersLeft(sweep, page.getState(), book);
      const { backendChoice, engine, ownData: source } = page.getState();
      await change(sweep.id, { state: 'running' });
      runner = createRunner({
        trials: trialsLeft(sweep),
        workers,
        backend: backendChoice,
        engine,
        ownData: sweep.ownData === null ? null : source(),
        spawn,
        known: (key) => teachers.get(key) ?? null,
        onOutcome: (outcome) => enqueue(() => onOutcome(sweep.id, outcome)),
        onLive: (live) => tellLive(sweep.id, workers, live),
        onEnd: () =>
          enqueue(async () => {
            const ended = find(sweep.id);
            const isWhole = ended !== undefined && trialsLeft(ended).length === 0;
            await change(sweep.id, { state: isWhole ? 'done' : 'paused' });
            end();
          }),
      });
    }

    void (async () => {
      const storage = await opening;
      const sweeps: Sweep[] = [];
      const unreadable: string[] = [];
      for (const raw of await storage.all()) {
        try {
          sweeps.push(readSweep(raw));
        } catch (error) {
          const name = (raw as { name?: unknown })?.name;
          unreadable.push(
            `${typeof name === 'string' ? name.slice(0, 60) : 'A sweep without a name'} ${error instanceof UnreadableError ? error.message : String(error)}.`,
          );
        }
      }
      const elsewhere = await sweepsUnderWay(sweeps.map((sweep) => sweep.id));
      // What runs nowhere was left by a page that is gone.
      const isLeft = (sweep: Sweep) => sweep.state === 'running' && !elsewhere.has(sweep.id);
      const left = sweeps.find(isLeft);
      const kept = sweeps
        .map((sweep): Sweep => (isLeft(sweep) ? { ...sweep, state: 'paused' } : sweep))
        .sort((a, b) => b.startedAt - a.startedAt);
      set(({ sweeps: fresh, chosen }) => ({
        ready: true,
        onlyHere: storage.onlyHere,
        unreadable,
        elsewhere,
        sweeps: [...fresh, ...kept],
        chosen: chosen ?? left?.id ?? kept[0]?.id ?? null,
        interrupted: left?.id ?? null,
      }));
    })();

    return {
      ready: false,
      onlyHere: null,
      sweeps: [],
      elsewhere: new Set(),
      unreadable: [],
      chosen: null,
      running: null,
      interrupted: null,

      async begin(plan, workers) {
        const state = page.getState();
        const refusal = lockedBy(
          state,
          plan.axes.map(({ path }) => path),
        );
        if (refusal !== null) return state.notice(refusal);
        const sweep: Sweep = {
          id: id(),
          name: sweepName(
            plan,
            get().sweeps.map(({ name }) => name),
          ),
          startedAt: Date.now(),
          plan,
          state: 'paused',
          results: [],
          backend: '',
          ownData: ownDataOf({ ...state, config: plan.config }),
        };
        set(({ sweeps }) => ({ sweeps: [sweep, ...sweeps], chosen: sweep.id }));
        await write(sweep);
        await run(sweep, workers);
      },
      pause() {
        const { running } = get();
        if (running === null || runner === null) return;
        runner.pause();
        void change(running.id, { state: 'paused' });
      },
      async resume(wanted, workers) {
        const sweep = find(wanted);
        if (sweep === undefined || sweep.state !== 'paused') return;
        if (get().running?.id === wanted && runner !== null) {
          runner.resume();
          return change(wanted, { state: 'running' });
        }
        await run(sweep, workers);
      },
      choose: (chosen) => set({ chosen }),
      leaveInterrupted: () => set({ interrupted: null }),
      rename(wanted, name) {
        const trimmed = name.trim().slice(0, 80);
        if (trimmed !== '') void change(wanted, { name: trimmed });
      },
      async remove(wanted) {
        const sweep = find(wanted);
        if (sweep === undefined || get().elsewhere.has(wanted)) return;
        if (get().running?.id === wanted) end();
        const runs = sweep.results.flatMap(({ runId }) => runId ?? []);
        set(({ sweeps, chosen }) => {
          const others = sweeps.filter((other) => other.id !== wanted);
          return { sweeps: others, chosen: chosen === wanted ? (others[0]?.id ?? null) : chosen };
        });
        await queue;
        await (await opening).remove(wanted);
        book.getState().remove(runs);
      },
    };
  });
}
