// Every lesson runs to its end on the processor, through the same steps, settings and marks as on the page, and shows what
// its texts explain, by the margin that its file promises.

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileLessons } from '../../scripts/lessons.mjs';
import { useBackend } from '../engine/backend/backend.testing.ts';
import { trainLoop } from '../engine/loop.ts';
import { makeSnapshot } from '../engine/snapshots/snapshot.ts';
import { keptTask } from '../engine/tasks/kept.testing.ts';
import { noSources } from '../engine/tasks/sources.testing.ts';
import { readTable, type Table } from '../engine/tasks/table/parse.ts';
import { createTraining, type KeptTeacher } from '../engine/train.ts';
import { type Config, teacherKey } from '../shared/config.ts';
import {
  begin,
  configOf,
  figuresOf,
  isDone,
  markOfStep,
  mayRun,
  needsOf,
  nextRun,
  type Prediction,
  type Progress,
  predict,
  withRun,
} from '../shared/lessons/course.ts';
import { type FigureNeed, figureKey, type Measured } from '../shared/lessons/figures.ts';
import type { Lesson, Question, Step } from '../shared/lessons/lesson.ts';
import type { Snapshot } from '../shared/protocol/snapshots.ts';
import { noteNewest } from '../shared/protocol/status.ts';
import { type Watch, watchNothing } from '../shared/protocol/watch.ts';

const lessons = await compileLessons();

/** On a busy machine a language model may take its time; what it shows does not depend on it. */
const patientMs = 300_000;

/** Teachers by what they depend on: lessons that share one do not train it again. */
const teachers = new Map<
  string,
  { readonly kept: KeptTeacher; readonly figures: readonly [string, number][] }
>();

/** What a lesson may want to be measured beside the curves; latency is not among it. */
const asked: Watch = { ...watchNothing, cost: 1, exposure: true, fidelity: 'validation' };

/** A lesson's table, as a learner opens it. */
async function openTable(name: string): Promise<Table> {
  const content = new Blob([await readFile(new URL(`../../public/tables/${name}`, import.meta.url))]);
  return readTable({ name, content, encoding: null }, () => {});
}

/** Nobody looks at what is measured on the way, and it changes nothing: only the end is measured. */
const measuredAtTheEnd = ({ train, ...config }: Config): Config => ({
  ...config,
  train: { ...train, evalEvery: 10_000 },
});

async function run(config: Config, needs: readonly FigureNeed[], table: string | null): Promise<Measured> {
  const sources = { ...noSources, table: table === null ? null : await openTable(table) };
  const task = await keptTask(config, sources, table ?? '');
  const key = teacherKey(config);
  const known = teachers.get(key);
  const training = createTraining(measuredAtTheEnd(config), task, { teacher: known?.kept });
  // As on the page: a kept teacher comes with what was measured of it.
  const latest = new Map<string, number>(known?.figures);
  for await (const { metrics, nonFinite } of trainLoop(training)) {
    expect(nonFinite).toBeNull();
    noteNewest(latest, metrics);
  }
  const { lanes, second } = await training.save();
  const snapshots: Record<string, Snapshot> = {};
  for (const kind of needs) {
    const snapshot = await makeSnapshot(kind, training, task, asked);
    if (snapshot !== null) snapshots[kind] = snapshot;
  }
  training.dispose();
  if (known === undefined) {
    const figures = [...latest].filter(([column]) => /^(teacher|second)\./.test(column));
    teachers.set(key, { kept: { state: lanes.teacher, second, metrics: [] }, figures });
  }
  const { inputs, outputs } = task;
  return { config, inputs, outputs, at: (column) => latest.get(column) ?? null, snapshots };
}

/** A prediction that holds if the lesson shows what it says. */
const rightOne = (question: Question): Prediction =>
  question.kind === 'which' ? question.shown.outcome : (question.shown[0] + question.shown[1]) / 2;

function expectShown(step: Step, progress: Progress): void {
  const { question } = step;
  const mark = markOfStep(step, progress);
  if (question === null) return;
  expect(mark, `${step.id} is marked`).not.toBeNull();
  if (question.kind === 'guess') {
    const value = progress.figures[figureKey(question.figure)] ?? Number.NaN;
    expect(value, `${step.id}: ${figureKey(question.figure)}`).toBeGreaterThanOrEqual(question.shown[0]);
    expect(value, `${step.id}: ${figureKey(question.figure)}`).toBeLessThanOrEqual(question.shown[1]);
    return;
  }
  const seen = JSON.stringify(progress.figures);
  expect(mark?.outcome, `${step.id}: ${seen}`).toBe(question.shown.outcome);
  expect(mark?.held).toBe(true);
  if (question.shown.outcome !== 'even')
    expect(mark?.by, `${step.id}: margin, ${seen}`).toBeGreaterThanOrEqual(question.shown.margin);
}

async function take(lesson: Lesson): Promise<Progress> {
  let progress = begin(lesson, 'test');
  for (const [at, step] of lesson.steps.entries()) {
    progress = { ...progress, at };
    if (step.question !== null) {
      expect(mayRun(step, progress), 'no run before a prediction').toBe(false);
      progress = predict(progress, step, rightOne(step.question));
    }
    for (let next = nextRun(step, progress); next !== null; next = nextRun(step, progress)) {
      expect(mayRun(step, progress)).toBe(true);
      const measured = await run(configOf(lesson, step, next), needsOf(lesson, next), step.table);
      progress = withRun(lesson, progress, next, measured);
    }
    expect(isDone(step, progress)).toBe(true);
    expectShown(step, progress);
  }
  return progress;
}

describe('lessons', () => {
  beforeAll(() => useBackend('wasm'));

  it.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
    '%s runs to its end and shows what it says',
    async (_, lesson) => {
      const progress = await take(lesson);
      // A figure that a text speaks of and no run gives would stand there as a dash.
      for (const figure of figuresOf(lesson)) expect(progress.figures).toHaveProperty([figureKey(figure)]);
    },
    patientMs,
  );
});
