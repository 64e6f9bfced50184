// Repeating an experiment with several seeds: which are done, which comes next, how long it still takes. Runs themselves
// are the store's: a repetition starts one after the other, each as any other run.

import type { Config } from '../shared/config.ts';
import { seedsFrom } from '../shared/seeds.ts';
import { type RunRecord, recordOf, runsOf, withRecord } from './session-runs.ts';
import type { PageState, PageStore, SetState } from './state.ts';

export interface Repeat {
  readonly seeds: readonly number[];
  readonly state: 'running' | 'stopped' | 'done';
}

const finishedRuns = ({ session, config, dataKey }: PageState): RunRecord[] =>
  runsOf(session, config, dataKey);

/** The first seed that has no finished run of the page's experiment; null where all have. */
function nextSeed(page: PageState): number | null {
  const done = new Set(finishedRuns(page).map(({ config }) => config.seed));
  return page.repeat?.seeds.find((seed) => !done.has(seed)) ?? null;
}

export interface RepeatProgress {
  /** Seeds done, of how many. */
  readonly done: number;
  readonly of: number;
  /** Time left for all of them; null until a rate is known. */
  readonly remainingMs: number | null;
}

/** null where no seeds are repeated. */
export function repeatProgress(page: PageState): RepeatProgress | null {
  const { repeat, run } = page;
  if (repeat === null) return null;
  const finished = finishedRuns(page).filter(({ config }) => repeat.seeds.includes(config.seed));
  const status = run?.status ?? null;
  const now = status?.remainingMs ?? null;
  const left = repeat.seeds.length - finished.length;
  if (status === null || now === null)
    return { done: finished.length, of: repeat.seeds.length, remainingMs: null };
  const times = finished.map(({ elapsedMs }) => elapsedMs);
  const each =
    times.length === 0 ? status.elapsedMs + now : times.reduce((sum, ms) => sum + ms, 0) / times.length;
  return { done: finished.length, of: repeat.seeds.length, remainingMs: now + Math.max(0, left - 1) * each };
}

interface Runs {
  isActive(): boolean;
  start(seed: number, paused: boolean): void;
  resume(): void;
  notice(text: string): void;
}

/** Starts a run for each seed that has none, when the one before has finished. */
export function createRepetition(set: SetState, get: () => PageStore, runs: Runs) {
  /** A pause may be asked for just when one run ends: the next one then begins paused. */
  let isPaused = false;
  const become = (state: Repeat['state']) =>
    set(({ repeat }) => ({ repeat: repeat?.state === 'running' ? { ...repeat, state } : repeat }));

  function next(): void {
    const seed = nextSeed(get());
    if (seed === null) become('done');
    else runs.start(seed, isPaused);
  }

  return {
    begin(count: number): void {
      const seeds = seedsFrom(get().config, count);
      isPaused = false;
      set({ repeat: { seeds, state: 'running' } });
      const { run } = get();
      const isOneOfThem = runs.isActive() && run?.turned === false && seeds.includes(run.config.seed);
      if (isOneOfThem) runs.resume();
      else next();
    },
    end: () => become('stopped'),
    pause: (paused: boolean) => {
      isPaused = paused;
    },
    /** The current run has ended by itself: it is remembered, and the next seed begins. */
    onEnd(state: 'finished' | 'failed'): void {
      if (state === 'failed') return become('stopped');
      set((page) => ({ session: withRecord(page.session, recordOf(page)) }));
      if (get().repeat?.state === 'running') next();
    },
    /**
     * A knob was turned while a run goes on: it is then no repetition of anything. Where it changes answers alone, nothing
     * that was learnt depends on it, and a finished run is one of the new settings too.
     */
    turned(config: Config, answersAlone: boolean): void {
      const { run, repeat } = get();
      if (run === null) return;
      const turned = run.turned || !answersAlone;
      set({ run: { ...run, config: { ...config, seed: run.config.seed }, turned } });
      if (run.status?.state === 'finished')
        set((page) => ({ session: withRecord(page.session, recordOf(page)) }));
      if (repeat?.state !== 'running') return;
      set({ repeat: null });
      runs.notice('The repetition ended: a setting was changed while it ran. This run goes on alone.');
    },
  };
}
