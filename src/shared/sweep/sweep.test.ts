// Sweeps as plans: what they ask for, how they are written, in which order runs come, and that each teacher is trained once.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configFrom, defaultConfig, flatten, teacherKey } from '../config.ts';
import { readAxis, usualValues } from './axis.ts';
import {
  axesOfTeacher,
  pointsOf,
  readPlan,
  type SweepPlan,
  sweepableOf,
  sweepLimits,
  teachersOf,
  trialsOf,
  writePlan,
} from './plan.ts';
import { bestOf, cellsOf, sweepCsv, type TrialResult } from './results.ts';
import { createSchedule } from './schedule.ts';

const plane = configFrom({ 'task.kind': 'plane', seed: 7 }).config;

function planOf(written: string, config = plane): SweepPlan {
  const plan = readPlan(written, config);
  if (typeof plan === 'string') throw new Error(plan);
  return plan;
}

const axisOf = (path: string, written: string) => {
  const axis = readAxis(path, written, plane);
  if (typeof axis === 'string') throw new Error(axis);
  return axis.values;
};

describe('an axis', () => {
  it.each([
    ['distill.temperature', '1:16:5', [1, 2, 4, 8, 16]],
    ['distill.alpha', '0:1:5', [0, 0.25, 0.5, 0.75, 1]],
    ['distill.temperature', '8, 1,2,2', [1, 2, 8]],
    ['distill.labels', '1:3:5', [1, 2, 3]],
    ['distill.tSquared', 'false,true', [false, true]],
    ['student.hidden', '8-8,none,4', [[8, 8], [], [4]]],
    ['train.optimizer', 'sgd,adam', ['sgd', 'adam']],
  ])('%s=%s', (path, written, values) => expect(axisOf(path, written)).toEqual(values));

  it.each([
    ['distill.temperature', '1,99', '"99" is not a number from 0.25 to 20'],
    ['distill.temperature', '1:16', 'not low:high:count'],
    ['distill.temperature', '1:16:900', 'at most 40 values'],
    ['distill.temperature', '16:1:5', 'ends below its beginning'],
    ['train.optimizer', 'adam,magic', '"magic" is not one of'],
    ['no.such', '1', '"no.such" is no setting'],
    ['seed', '1,2', 'seed cannot be swept'],
    ['task.kind', 'plane', 'task.kind cannot be swept'],
  ])('refuses %s=%s', (path, written, said) => expect(readAxis(path, written, plane)).toContain(said));

  it('is proposed for every setting that can be swept, and the proposal can be read', () => {
    for (const config of [plane, defaultConfig, configFrom({ 'task.kind': 'text' }).config]) {
      for (const [path, spec] of sweepableOf(config)) {
        const axis = readAxis(path, usualValues(path, spec), config);
        expect(axis, path).toMatchObject({ path });
      }
    }
  });
});

describe('a plan', () => {
  it.each([
    ['distill.temperature=1:16:5;distill.alpha=0:1:5;seeds=3'],
    ['distill.temperature=1,2'],
    ['distill.temperature=1:16:5;random=40'],
  ])('%s is written as it is read', (written) => expect(writePlan(planOf(written))).toBe(written));

  it.each([
    ['', 'is not setting=values'],
    ['seeds=3', 'needs a setting'],
    ['distill.alpha=0,1;distill.temperature=1;train.optimizer=sgd', 'at most 2'],
    ['distill.alpha=0,1;distill.alpha=0', 'cannot be both'],
    ['distill.alpha=0,1;seeds=0', '0 seeds'],
    ['distill.alpha=0,1;seeds=x', 'NaN seeds'],
    ['distill.alpha=0,1;random=1000', '1000 draws'],
    ['distill.alpha=0:1:40;distill.temperature=1:16:40', '1600 combinations'],
    ['distill.alpha=0:1:20;distill.temperature=1:16:10;seeds=20', '4000 runs'],
    ['distill.loss=forwardKl,skewKl;distill.skew=0.1,0.2', 'no setting'],
    ['x'.repeat(2000), 'at most 1000 characters'],
  ])('refuses %s', (written, said) => expect(readPlan(written, plane)).toContain(said));

  it('takes every combination, the first axis fastest, one seed after the other', () => {
    const plan = planOf('distill.temperature=1,2,4;distill.alpha=0,1;seeds=2');
    expect(pointsOf(plan).map(({ settings }) => Object.values(settings))).toEqual(
      [0, 1].flatMap((alpha) => [1, 2, 4].map((temperature) => [temperature, alpha])),
    );
    const trials = trialsOf(plan);
    expect(trials.map(({ seed }) => seed)).toEqual([7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8]);
    for (const { point, seed, config } of trials) {
      expect(flatten(config)).toEqual({ ...flatten(plane), ...point.settings, seed });
    }
  });

  it('knows which teachers it needs', () => {
    const ofStudents = planOf('distill.temperature=1,2,4;student.hidden=4,8;seeds=3');
    expect(teachersOf(trialsOf(ofStudents))).toBe(3);
    expect(axesOfTeacher(ofStudents)).toEqual([]);
    const ofTeacher = planOf('distill.temperature=1,2,4;teacher.hidden=4,8;seeds=3');
    expect(teachersOf(trialsOf(ofTeacher))).toBe(6);
    expect(axesOfTeacher(ofTeacher).map(({ path }) => path)).toEqual(['teacher.hidden']);
  });

  it('draws the same points for the same seed, more of them without changing the first, within the ends', () => {
    const few = pointsOf(planOf('distill.temperature=1:16:5;train.optimizer=sgd,adam;random=20'));
    const many = pointsOf(planOf('distill.temperature=1:16:5;train.optimizer=sgd,adam;random=200'));
    expect(many.slice(0, 20)).toEqual(few);
    const values = many.map(({ settings }) => Number(settings['distill.temperature']));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...values)).toBeLessThanOrEqual(16);
    // Evenly on the scale of the setting, which is logarithmic: half of them lie below 4.
    const below = values.filter((value) => value < 4).length;
    expect(below).toBeGreaterThan(70);
    expect(below).toBeLessThan(130);
    const other = pointsOf({ ...planOf('distill.temperature=1:16:5;random=20', { ...plane, seed: 8 }) });
    expect(other.map(({ settings }) => settings['distill.temperature'])).not.toEqual(values.slice(0, 20));
  });

  it('reads anything without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readPlan(text, plane);
        expect(typeof read === 'string' || pointsOf(read).length <= sweepLimits.points).toBe(true);
      }),
    );
  });
});

describe('the schedule', () => {
  /** Makes all runs with so many workers, which take turns in an order that `chance` decides. */
  function simulate(plan: SweepPlan, workers: number, chance: () => number, breaksOff = 0) {
    const schedule = createSchedule<string>(trialsOf(plan));
    const made: string[] = [];
    const trained: string[] = [];
    let breaking = breaksOff;
    const busy: { turn: NonNullable<ReturnType<typeof schedule.next>>; taught: boolean }[] = [];
    for (;;) {
      while (busy.length < workers) {
        const turn = schedule.next();
        if (turn === null) break;
        expect(turn.teacher ?? teacherKey(turn.trial.config)).toBe(teacherKey(turn.trial.config));
        busy.push({ turn, taught: turn.teacher !== null });
      }
      if (busy.length === 0) break;
      const at = Math.floor(chance() * busy.length);
      const one = busy[at];
      if (one === undefined) continue;
      const { trial } = one.turn;
      if (breaking > 0 && chance() < 0.3) {
        breaking -= 1;
        schedule.returned(trial);
        busy.splice(at, 1);
      } else if (!one.taught) {
        one.taught = true;
        trained.push(teacherKey(trial.config));
        schedule.taught(trial, teacherKey(trial.config));
      } else {
        made.push(`${trial.point.index}/${trial.seed}`);
        schedule.settled(trial);
        busy.splice(at, 1);
      }
    }
    expect(schedule.left).toEqual([]);
    return { made, trained };
  }

  it('makes every run once and trains every teacher once, whatever the workers do', () => {
    const plan = planOf('distill.temperature=1,2,4;teacher.hidden=4,8;seeds=2');
    const all = trialsOf(plan).map(({ point, seed }) => `${point.index}/${seed}`);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (workers, stream) => {
          const { made, trained } = simulate(plan, workers, () => stream.next().value);
          expect([...made].sort()).toEqual([...all].sort());
          expect(trained).toHaveLength(4);
          expect(new Set(trained).size).toBe(4);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('makes runs that were broken off again', () => {
    const plan = planOf('distill.temperature=1,2,4;seeds=2');
    let turns = 0;
    const chance = () => {
      turns += 1;
      return (0.37 * turns) % 1;
    };
    const { made } = simulate(plan, 3, chance, 4);
    expect(new Set(made).size).toBe(6);
    expect(made).toHaveLength(6);
  });
});

describe('the results', () => {
  const plan = planOf('distill.temperature=1,2;distill.alpha=0,1;seeds=2');
  const result = (point: number, seed: number, student: number): TrialResult => ({
    point,
    seed,
    failed: null,
    figures: { 'student.accuracy': student, 'control.accuracy': 0.5, 'student.kl': 1 - student },
    runId: null,
    tookMs: 10.4,
    teacherReused: true,
  });
  const results = [
    result(0, 7, 0.6),
    result(0, 8, 0.8),
    result(1, 7, 0.9),
    { ...result(1, 8, 0.1), failed: 'The loss, "x", is no number.' },
  ];

  it('are means over seeds with their spread; a failed run is counted, not averaged', () => {
    const [first, second, third] = cellsOf(plan, results, 'gain');
    expect(first?.spread.mean).toBeCloseTo(20);
    expect(first?.spread.deviation).toBeCloseTo(Math.SQRT2 * 10);
    expect(second).toMatchObject({ failures: 1, spread: { count: 1 } });
    expect(second?.spread.mean).toBeCloseTo(40);
    expect(third?.spread.count).toBe(0);
    expect(bestOf(plan, cellsOf(plan, results, 'gain'), 'gain')?.point.index).toBe(1);
    expect(bestOf(plan, cellsOf(plan, results, 'kl'), 'kl')?.point.index).toBe(1);
    expect(bestOf(plan, cellsOf(plan, [], 'kl'), 'kl')).toBeNull();
  });

  it('as CSV have one row a run, with quoted reasons', () => {
    const rows = sweepCsv(plan, results).trimEnd().split('\n');
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatch(
      /^point,distill\.temperature,distill\.alpha,seed,state,reason,gain,student,.*,tookMs,control\.accuracy,student\.accuracy,student\.kl,settings$/,
    );
    expect(rows[1]).toMatch(/^0,1,0,7,finished,,10,0\.6,.*,10,0\.5,0\.6,0\.4,v=1&/);
    expect(rows[4]).toContain('1,2,0,8,failed,"The loss, ""x"", is no number.",,,');
  });
});
