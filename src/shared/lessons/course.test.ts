// A learner's way: Run waits for a prediction, figures are the learner's own, and what is too close is nobody's mistake.

import { describe, expect, it } from 'vitest';
import { configFrom } from '../config.ts';
import {
  begin,
  configOf,
  isDone,
  isPlanned,
  markOf,
  markOfStep,
  mayRun,
  nextRun,
  predict,
  withOwnColumns,
  withRun,
} from './course.ts';
import { aLesson, measured, prose, question, step } from './lessons.testing.ts';

const [cold, hot] = step.runs as [(typeof step.runs)[0], (typeof step.runs)[0]];
const figures = (first: number, second: number) => ({
  'student.kl in cold': first,
  'student.kl in hot': second,
});

describe('a step', () => {
  it('lets nobody run before a prediction, and is done when all runs are', () => {
    const start = begin(aLesson, 'tag1');
    expect(mayRun(step, start)).toBe(false);
    const said = predict(start, step, 'cold');
    expect(mayRun(step, said)).toBe(true);
    expect(nextRun(step, said)?.name).toBe('cold');
    const one = withRun(aLesson, said, cold, measured(0.2));
    expect(nextRun(step, one)?.name).toBe('hot');
    expect(isDone(step, one)).toBe(false);
    expect(markOfStep(step, one)).toBeNull();
    const both = withRun(aLesson, one, hot, measured(0.03));
    expect(isDone(step, both)).toBe(true);
    expect(markOfStep(step, both)).toMatchObject({ outcome: 'hot', held: false, by: expect.closeTo(0.17) });
  });

  it('counts a run only where no more was changed than is free', () => {
    const planned = configOf(aLesson, step, hot);
    expect(planned.distill.temperature).toBe(4);
    expect(planned.train.teacherSteps).toBe(10);
    const turned = { ...planned, train: { ...planned.train, learningRate: 0.1 } };
    expect(isPlanned(aLesson, step, hot, turned)).toBe(true);
    expect(isPlanned(aLesson, step, hot, { ...turned, seed: 7 })).toBe(false);
    expect(isPlanned(aLesson, step, cold, planned)).toBe(false);
  });
});

describe('a table', () => {
  it('is learnt from the columns that the learner chose, in every step', () => {
    const table = { ...aLesson, settings: { 'task.kind': 'table' } };
    const planned = configOf(table, step, hot);
    const chosen = configFrom({ 'task.kind': 'table', 'task.label': 'variety' }).config;
    const own = withOwnColumns(planned, chosen);
    expect(own.task).toEqual(chosen.task);
    expect(own.distill.temperature).toBe(4);
    expect(isPlanned(table, step, hot, own)).toBe(true);
    expect(withOwnColumns(configOf(aLesson, step, hot), chosen).task.kind).toBe('intents');
  });
});

describe('a mark', () => {
  it('is made of the figures of the runs, never of a stored answer', () => {
    expect(markOf(question, 'cold', figures(0.01, 0.5))).toMatchObject({ outcome: 'cold', held: true });
    expect(markOf(question, 'hot', figures(0.01, 0.5))).toMatchObject({ outcome: 'cold', held: false });
  });

  it('that is too close to tell marks nobody wrong', () => {
    const close = figures(0.11, 0.1);
    expect(markOf(question, 'cold', close)).toMatchObject({ outcome: 'even', held: null });
    expect(markOf(question, 'hot', close)).toMatchObject({ outcome: 'even', held: null });
    expect(markOf(question, 'even', close)).toMatchObject({ outcome: 'even', held: true });
    expect(markOf(question, 'even', figures(0.2, 0.1))).toMatchObject({ outcome: 'hot', held: false });
  });

  it('without a figure says so', () => {
    expect(markOf(question, 'cold', { 'student.kl in cold': 1 })).toMatchObject({
      outcome: 'unknown',
      held: null,
    });
  });

  it('of a guess allows for a tolerance', () => {
    const guess = {
      kind: 'guess',
      ask: [],
      figure: { figure: 'kl', lane: 'student', run: 'cold' },
      from: 0,
      to: 1,
      step: 0.1,
      within: 0.1,
      explains: { near: prose('near'), above: prose('above'), below: prose('below') },
      shown: [0, 1],
    } as const;
    const outcomes = [0.45, 0.8, 0.2].map((value) => markOf(guess, 0.5, figures(value, 0)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['near', 'above', 'below']);
    expect(outcomes.map(({ held }) => held)).toEqual([true, false, false]);
  });
});
