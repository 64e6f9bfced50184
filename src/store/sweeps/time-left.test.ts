// How long a sweep will take, before it begins: told from what was measured, and not at all where nothing was.

import { describe, expect, it } from 'vitest';
import { type Config, configFrom } from '../../shared/config.ts';
import type { SavedRun } from '../runs/saved-run.ts';
import type { PageState } from '../state.ts';
import { timeBeforeMs } from './time-left.ts';

const { config } = configFrom({ 'task.kind': 'plane', 'train.teacherSteps': 400, 'train.studentSteps': 600 });
const wider = configFrom({ 'task.kind': 'plane', 'teacher.hidden': [64] }).config;

const page = (change: object = {}): PageState =>
  ({
    run: null,
    session: [],
    pace: null,
    task: null,
    backend: { name: 'wasm' },
    ...change,
  }) as unknown as PageState;

/** Finished in 10 s. */
const kept = (of: Config, change: Partial<SavedRun> = {}): SavedRun =>
  ({
    config: of,
    backend: 'wasm',
    origin: 'here',
    parent: null,
    startedAt: 1,
    teacherStep: 400,
    assistantStep: 0,
    studentStep: 600,
    elapsedMs: 10_000,
    ...change,
  }) as unknown as SavedRun;

/** Ten runs with one teacher on two workers. */
const told = (state: PageState, runs: readonly SavedRun[] = []) =>
  timeBeforeMs({ config, runs: 10, teachers: 1 }, state, runs, 2);

describe('before a sweep', () => {
  it('nothing is told where nothing was measured', () => expect(told(page())).toBeNull());

  // 100 steps a second: ten times 600 student steps and 400 of the teacher, by two.
  it('a kept run of the same models tells', () => expect(told(page(), [kept(config)])).toBe(32_000));

  it('a run of other loss, temperature and length tells as well', () => {
    const other = configFrom({ 'task.kind': 'plane', 'distill.temperature': 9, 'train.studentSteps': 5000 });
    expect(told(page(), [kept(other.config)])).toBe(32_000);
  });

  it.each<[string, SavedRun]>([
    ['of other models', kept(wider)],
    ['on another backend', kept(config, { backend: 'webgpu' })],
    ['of a sweep, with a teacher that was there', kept(config, { origin: 'sweep' })],
    ['that went on from another', kept(config, { parent: 'x' })],
    ['that had hardly begun', kept(config, { teacherStep: 100, studentStep: 0 })],
  ])('a run %s tells nothing', (_, run) => expect(told(page(), [run])).toBeNull());

  it('this session goes before what was kept, the newest first', () => {
    const record = (elapsedMs: number) => ({ config, backend: 'wasm', elapsedMs });
    expect(told(page({ session: [record(50_000), record(20_000)] }), [kept(config)])).toBe(64_000);
    const runs = [kept(config), kept(config, { startedAt: 2, elapsedMs: 30_000 })];
    expect(told(page(), runs)).toBe(96_000);
  });

  it('the run on the page goes before all', () => {
    const status = { teacherStep: 400, assistantStep: 0, studentStep: 10, stepsPerSecond: 10 };
    expect(told(page({ run: { config, status } }), [kept(config)])).toBe(320_000);
  });
});
