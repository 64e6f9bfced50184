// A repetition: seeds one after the other, what is done counts, and what ends it.

import { describe, expect, it } from 'vitest';
import { type Config, configFrom, type Settings } from '../shared/config.ts';
import type { TaskInfo } from '../shared/protocol/data.ts';
import type { RunStatus } from '../shared/protocol/status.ts';
import { createRepetition, repeatProgress } from './repeat.ts';
import { createSeries } from './series.ts';
import { runsOf, spreadOfRuns } from './session-runs.ts';
import type { PageStore } from './state.ts';

const status = { state: 'finished', elapsedMs: 100, remainingMs: 40 } as RunStatus;

/** A page whose runs end when the test says so, with the gain that it says. */
function fakePage(settings: Settings = {}) {
  const { config } = configFrom({ seed: 3, ...settings });
  let page = {
    config,
    run: null,
    session: [],
    repeat: null,
    dataKey: 0,
    stale: false,
    backend: null,
    task: { inputs: 768, outputs: 8 } as TaskInfo,
  } as unknown as PageStore;
  const notices: string[] = [];
  const started: number[] = [];
  const set = (change: Partial<PageStore> | ((state: PageStore) => Partial<PageStore>)) => {
    page = { ...page, ...(typeof change === 'function' ? change(page) : change) };
  };
  const paused: boolean[] = [];
  const start = (seed: number, isPaused = false) => {
    started.push(seed);
    paused.push(isPaused);
    const run = {
      id: `run-${started.length}`,
      config: { ...page.config, seed },
      series: createSeries(),
      status,
      turned: false,
      dataKey: page.dataKey,
      parent: null,
    };
    set({ run });
  };
  const repetition = createRepetition(set as never, () => page, {
    isActive: () => false,
    start,
    resume: () => {},
    notice: (text) => notices.push(text),
  });
  const finish = (student: number, control: number) => {
    const values = Float32Array.from([600, student, 0, 0, 0, control, 0, 0, 0]);
    page.run?.series.append([{ table: 'studentScore', values }]);
    repetition.onEnd('finished');
  };
  return { get: () => page, set, started, paused, notices, start, finish, repetition };
}

const known = ({ session, config }: { session: PageStore['session']; config: Config }) =>
  runsOf(session, config, 0).map((run) => run.config.seed);

describe('a repetition', () => {
  it('runs every seed once, in order, and says what they gained together', () => {
    const page = fakePage();
    page.repetition.begin(3);
    page.finish(0.9, 0.6);
    expect(repeatProgress(page.get())).toEqual({ done: 1, of: 3, remainingMs: 40 + 100 });
    page.finish(0.9, 0.7);
    page.finish(0.9, 0.8);
    expect(page.started).toEqual([3, 4, 5]);
    expect(page.get().repeat?.state).toBe('done');
    const spread = spreadOfRuns(page.get().config, runsOf(page.get().session, page.get().config, 0));
    expect(spread.mean).toBeCloseTo(20, 4);
    expect(spread.count).toBe(3);
  });

  it('does not run again what is done', () => {
    const page = fakePage();
    page.start(4);
    page.finish(0.9, 0.6);
    page.repetition.begin(3);
    page.finish(0.9, 0.6);
    page.finish(0.9, 0.6);
    expect(page.started).toEqual([4, 3, 5]);
    page.repetition.begin(3);
    expect(page.started).toHaveLength(3);
    expect(page.get().repeat?.state).toBe('done');
  });

  it('keeps what was measured when it is stopped', () => {
    const page = fakePage();
    page.repetition.begin(5);
    page.finish(0.9, 0.6);
    page.finish(0.9, 0.6);
    page.repetition.end();
    expect(page.get().repeat?.state).toBe('stopped');
    expect(known(page.get())).toEqual([3, 4]);
  });

  it('paused just when a run ends, it begins the next one paused', () => {
    const page = fakePage();
    page.repetition.begin(3);
    page.finish(0.9, 0.6);
    page.repetition.pause(true);
    page.finish(0.9, 0.6);
    expect(page.paused).toEqual([false, false, true]);
  });

  it('ends when a run fails', () => {
    const page = fakePage();
    page.repetition.begin(5);
    page.repetition.onEnd('failed');
    expect(page.get().repeat?.state).toBe('stopped');
    expect(page.started).toEqual([3]);
  });

  it('ends, and says so, when a knob is turned: such a run repeats nothing', () => {
    const page = fakePage();
    page.repetition.begin(2);
    page.repetition.turned(configFrom({ 'distill.temperature': 5 }).config, false);
    expect(page.notices).toHaveLength(1);
    expect(page.get().run?.config.seed).toBe(3);
    page.finish(0.9, 0.6);
    expect(page.started).toEqual([3]);
    expect(page.get().session).toHaveLength(1);
    expect(runsOf(page.get().session, page.get().session[0]?.config ?? page.get().config, 0)).toEqual([]);
  });

  it('never mixes experiments or data', () => {
    const page = fakePage();
    page.start(3);
    page.finish(0.9, 0.6);
    expect(
      known({ session: page.get().session, config: configFrom({ 'distill.alpha': 0.5 }).config }),
    ).toEqual([]);
    expect(runsOf(page.get().session, page.get().config, 1)).toEqual([]);
    expect(known(page.get())).toEqual([3]);
  });
});
