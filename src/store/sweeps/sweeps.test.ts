// Sweeps in the page, with workers and storage that the test plays: teachers are trained once and handed over, a pause and
// a reload lose nothing that was finished, a run that fails is a mark.

import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { configFrom } from '../../shared/config.ts';
import { readPlan } from '../../shared/sweep/plan.ts';
import type { Taken } from '../runs/state.ts';
import { createSeries } from '../series.ts';
import { toStoredSweep } from './saved-sweep.ts';
import {
  checkpoint,
  config,
  createFakeBook,
  createStorage,
  current,
  lane,
  openPage,
  planOf,
  settle,
  starts,
  status,
  worker,
} from './sweeps.testing.ts';
import { silenceSeconds } from './watchdog.ts';

// A browser over plain http: no locks, no word on the storage.
beforeAll(() => void vi.stubGlobal('navigator', {}));
afterAll(() => void vi.unstubAllGlobals());

describe('a sweep', () => {
  it('trains one teacher for each seed and hands it to all other runs, with its curves', async () => {
    const { sweeps, workers, kept } = await openPage();
    await sweeps.getState().begin(planOf('distill.temperature=1,2;distill.alpha=0,1;seeds=2'), 2);
    await settle();
    // Two workers, two seeds: each trains a teacher. Then all have one.
    for (const one of workers) one.teach();
    for (let turn = 0; turn < 4; turn++) {
      for (const one of workers) one.finish(0.5 + turn / 10);
      await settle();
    }
    const sweep = current(sweeps);
    expect(sweep.state).toBe('done');
    expect(sweep.results).toHaveLength(8);
    expect(starts(workers).filter(({ teacher }) => teacher === null)).toHaveLength(2);
    for (const { teacher } of starts(workers).filter((start) => start.teacher !== null)) {
      expect(teacher?.state.weights).toEqual(lane.weights);
    }
    for (const { figures } of sweep.results) expect(figures['teacher.accuracy']).toBe(0.75);
    expect(kept.runs.size).toBe(8);
    expect(workers.every(({ stopped }) => stopped)).toBe(true);
    expect(sweeps.getState().running).toBeNull();
    const [first] = [...kept.runs.values()];
    expect(first?.run).toMatchObject({ origin: 'sweep', state: 'finished' });
    expect(first?.run.change).toContain('Temperature T 1, Alpha 0, seed 3');
    expect(first?.checkpoint?.lanes.student.slots).toEqual([]);
  });

  it('takes the teacher that the page has trained, unless a knob was turned', async () => {
    const series = createSeries();
    series.append([{ table: 'teacherScore', values: Float32Array.from([400, 0.7, 0.2]) }]);
    const run = { config, series, turned: false, dataKey: 0 };
    for (const turned of [false, true]) {
      const page = { run: { ...run, turned }, checkpoint };
      const { sweeps, workers } = await openPage(createStorage(), createFakeBook(), page);
      await sweeps.getState().begin(planOf('distill.temperature=1,2;seeds=2'), 1);
      await settle();
      expect(starts(workers)[0]?.teacher === null).toBe(turned);
      worker(workers, 0).teach();
      worker(workers, 0).finish();
      await settle();
      expect(current(sweeps).results[0]?.figures['teacher.accuracy']).toBeCloseTo(turned ? 0.75 : 0.7);
    }
  });

  it('waits for a teacher that another worker trains', async () => {
    const { sweeps, workers } = await openPage();
    await sweeps.getState().begin(planOf('distill.temperature=1,2,4'), 3);
    await settle();
    expect(starts(workers)).toHaveLength(1);
    worker(workers, 0).teach();
    expect(starts(workers)).toHaveLength(3);
    sweeps.getState().pause();
  });

  it('tells how far it is and how long it takes', async () => {
    const { sweeps, workers } = await openPage();
    await sweeps.getState().begin(planOf('distill.temperature=1,2,4'), 1);
    await settle();
    worker(workers, 0).teach();
    await new Promise((resolve) => setTimeout(resolve, 300));
    worker(workers, 0).say({ type: 'status', runId: worker(workers, 0).run.runId, status });
    const { running } = sweeps.getState();
    expect(running?.live.map(({ trial }) => trial.point.index)).toEqual([0]);
    // What is left of this run, then two runs of 600 student steps at 100 a second; the teacher is under way.
    expect(running?.leftMs).toBeCloseTo(500 + 2 * 6000);
  });

  it('pauses where it is, and goes on', async () => {
    const { sweeps, workers } = await openPage();
    await sweeps.getState().begin(planOf('distill.temperature=1,2'), 1);
    await settle();
    sweeps.getState().pause();
    expect(worker(workers, 0).commands.at(-1)?.type).toBe('pause');
    expect(current(sweeps).state).toBe('paused');
    // The run ends just then: none begins.
    worker(workers, 0).finish();
    await settle();
    expect(starts(workers)).toHaveLength(1);
    await sweeps.getState().resume('sweep-0', 1);
    expect(starts(workers)).toHaveLength(2);
    worker(workers, 0).finish();
    await settle();
    expect(current(sweeps).state).toBe('done');
  });

  it('goes on after a reload with what was not finished, from the teacher that is in the book', async () => {
    const first = await openPage();
    await first.sweeps.getState().begin(planOf('distill.temperature=1,2,4'), 1);
    await settle();
    worker(first.workers, 0).teach();
    worker(first.workers, 0).finish();
    await settle();
    // The second run is half done when the page goes.
    const second = await openPage(first.storage, first.kept);
    expect(current(second.sweeps)).toMatchObject({ state: 'paused', name: 'Temperature T, 3 values' });
    expect(current(second.sweeps).results).toHaveLength(1);
    expect(second.sweeps.getState().interrupted).toBe('sweep-0');
    await second.sweeps.getState().resume('sweep-0', 1);
    await settle();
    expect(second.sweeps.getState().interrupted).toBeNull();
    expect(starts(second.workers).map(({ teacher }) => teacher !== null)).toEqual([true]);
    for (let run = 0; run < 2; run++) {
      worker(second.workers, 0).finish();
      await settle();
    }
    expect(current(second.sweeps).state).toBe('done');
    expect(current(second.sweeps).results.map(({ figures }) => figures['teacher.accuracy'])).toEqual([
      0.75, 0.75, 0.75,
    ]);
  });

  it('marks a run that fails, and goes on', async () => {
    const { sweeps, workers } = await openPage();
    await sweeps.getState().begin(planOf('train.learningRate=0.01,1'), 1);
    await settle();
    worker(workers, 0).fail();
    worker(workers, 0).finish();
    await settle();
    expect(current(sweeps).state).toBe('done');
    expect(current(sweeps).results.map(({ failed }) => failed)).toEqual(['student.loss is no number.', null]);
  });

  it('makes a run again whose worker died, but not for ever', async () => {
    const { sweeps, workers } = await openPage();
    await sweeps.getState().begin(planOf('distill.temperature=1,2'), 1);
    await settle();
    for (let death = 0; death < 2; death++) worker(workers, 0).die('out of luck');
    worker(workers, 0).finish();
    await settle();
    expect(starts(workers)).toHaveLength(3);
    expect(current(sweeps).results[0]?.failed).toContain('stopped 2 times (out of luck)');
    expect(current(sweeps).state).toBe('done');
  });

  it('makes a run again whose worker fell silent, once, marks it then, and goes on', async () => {
    const { sweeps, workers } = await openPage();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const pass = (seconds: number) => vi.advanceTimersByTime(1000 * seconds);
    await sweeps.getState().begin(planOf('distill.temperature=1,2'), 1);
    await settle();
    const one = worker(workers, 0);
    // Slow, but heard in time.
    pass(silenceSeconds - 10);
    one.teach();
    pass(silenceSeconds - 10);
    expect(starts(workers)).toHaveLength(1);
    // A pause may last.
    sweeps.getState().pause();
    pass(10 * silenceSeconds);
    await sweeps.getState().resume('sweep-0', 1);
    pass(silenceSeconds - 10);
    expect(starts(workers)).toHaveLength(1);
    pass(10);
    expect(starts(workers).map(({ config: { distill } }) => distill.temperature)).toEqual([1, 1]);
    expect(one.restarts).toBe(1);
    pass(silenceSeconds);
    await settle();
    expect(current(sweeps).results[0]?.failed).toBe(
      `The training worker stopped 2 times (it said nothing for ${silenceSeconds} s).`,
    );
    one.finish();
    await settle();
    expect(current(sweeps).state).toBe('done');
    expect(current(sweeps).results.map(({ failed }) => failed === null)).toEqual([false, true]);
    // What is over is not watched.
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says which run could not be kept, and offers to make it again', async () => {
    const kept = createFakeBook();
    const { sweeps, workers, notices } = await openPage(createStorage(), kept);
    const { enter } = kept.book.getState();
    let refusals = 1;
    Object.assign(kept.book.getState(), {
      enter: (taken: Taken) => (refusals-- > 0 ? Promise.reject(new Error('no room')) : enter(taken)),
    });
    await sweeps.getState().begin(planOf('distill.temperature=1,2'), 1);
    await settle();
    for (let run = 0; run < 2; run++) worker(workers, 0).finish();
    await settle();
    expect(notices[0]).toContain('could not be kept');
    expect(current(sweeps)).toMatchObject({ state: 'paused', results: [{ point: 1 }] });
    await sweeps.getState().resume('sweep-0', 1);
    await settle();
    worker(workers, 1).finish();
    await settle();
    expect(current(sweeps).state).toBe('done');
  });

  it('varies nothing that a lesson has locked', async () => {
    const lock = { title: 'Warmth', free: ['distill.alpha'], noRun: null };
    const { sweeps, workers, notices } = await openPage(createStorage(), createFakeBook(), {
      run: null,
      lock,
    });
    await sweeps.getState().begin(planOf('distill.alpha=0,1;distill.temperature=1,2'), 1);
    expect(notices).toEqual([expect.stringContaining('Temperature T is locked by the lesson “Warmth”')]);
    expect(sweeps.getState().sweeps).toEqual([]);
    await sweeps.getState().begin(planOf('distill.alpha=0,1'), 1);
    await settle();
    expect(starts(workers)).toHaveLength(1);
  });

  it('names the file that it learns from when it is resumed without', async () => {
    const storage = createStorage();
    const plan = readPlan('distill.alpha=0,1', configFrom({ 'task.kind': 'table' }).config);
    if (typeof plan === 'string') throw new Error(plan);
    const left = {
      id: 'a',
      name: 'Alpha',
      startedAt: 5,
      plan,
      state: 'paused',
      results: [],
      backend: 'wasm',
    } as const;
    await storage.write(toStoredSweep({ ...left, ownData: { name: 'mine.csv', size: 60 } }));
    const { sweeps, workers, notices } = await openPage(storage);
    await sweeps.getState().resume('a', 1);
    expect(notices).toEqual(['Alpha learns from “mine.csv”: open that file, then resume it.']);
    expect(workers).toEqual([]);
  });

  it('does not run beside another one', async () => {
    const { sweeps, workers, notices } = await openPage();
    await sweeps.getState().begin(planOf('distill.temperature=1,2'), 1);
    await sweeps.getState().begin(planOf('distill.alpha=0,1'), 1);
    await settle();
    expect(notices[0]).toContain('Temperature T, 2 values is running: pause it first');
    expect(workers).toHaveLength(1);
    sweeps.getState().pause();
    await sweeps.getState().resume('sweep-1', 1);
    await settle();
    expect(worker(workers, 0).stopped).toBe(true);
    expect(sweeps.getState().running?.id).toBe('sweep-1');
  });

  it('is deleted with the runs that it left', async () => {
    const { sweeps, workers, storage, kept } = await openPage();
    await sweeps.getState().begin(planOf('distill.temperature=1,2'), 1);
    await settle();
    worker(workers, 0).finish();
    await settle();
    expect(kept.runs.size).toBe(1);
    await sweeps.getState().remove('sweep-0');
    expect(sweeps.getState().sweeps).toEqual([]);
    expect(storage.kept.size).toBe(0);
    expect(kept.runs.size).toBe(0);
    expect(worker(workers, 0).stopped).toBe(true);
  });
});
