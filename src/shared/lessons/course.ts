// A learner's way through a lesson: which settings a step sets, when Run is free, what a finished run gives, and how a
// prediction is marked: by the learner's own figures, never by a stored answer. Plain functions of plain data, the same for
// page, terminal and test.

import { type Config, configFrom, differingPaths } from '../config.ts';
import {
  type FigureNeed,
  type FigureRef,
  figureKey,
  figureRow,
  type Measured,
  readFigure,
} from './figures.ts';
import type { Inline, Lesson, PlannedRun, Prose, Question, Step } from './lesson.ts';

export type Prediction = string | number;

/** How far a learner has come. */
export interface Progress {
  readonly lesson: string;
  readonly version: number;
  /** Drawn at the beginning: tells the codes of two learners apart, and says nothing of either. */
  readonly tag: string;
  /** The step on show; one behind the last is the end. */
  readonly at: number;
  /** By step. */
  readonly predictions: Readonly<Record<string, Prediction>>;
  /** Runs that have been finished, by name. */
  readonly runs: readonly string[];
  /** Figures of those runs, by key. */
  readonly figures: Readonly<Record<string, number>>;
}

/** At the first step; for `tag` see `Progress`. */
export const begin = ({ id, version }: Lesson, tag: string): Progress => ({
  lesson: id,
  version,
  tag,
  at: 0,
  predictions: {},
  runs: [],
  figures: {},
});

/** null behind the last step. */
export const stepAt = (lesson: Lesson, { at }: Progress): Step | null => lesson.steps[at] ?? null;

/** The experiment of a step, or of one of its runs. */
export const configOf = (lesson: Lesson, step: Step, run: PlannedRun | null): Config =>
  configFrom({ ...lesson.settings, ...step.settings, ...run?.settings }).config;

/** The run that comes next; null where all are done or the step has none. */
export const nextRun = (step: Step, { runs }: Progress): PlannedRun | null =>
  step.runs.find(({ name }) => !runs.includes(name)) ?? null;

/** Whether the step's question waits for an answer. */
export const needsPrediction = ({ id, question }: Step, { predictions }: Progress): boolean =>
  question !== null && predictions[id] === undefined;

/** Whether Run is free. */
export const mayRun = (step: Step, progress: Progress): boolean =>
  !needsPrediction(step, progress) && (step.runs.length > 0 || step.play);

/** Whether the step has given what it is for. */
export const isDone = (step: Step, progress: Progress): boolean =>
  !needsPrediction(step, progress) && nextRun(step, progress) === null;

/** With the answer to this step's question. */
export const predict = (progress: Progress, { id }: Step, prediction: Prediction): Progress => ({
  ...progress,
  predictions: { ...progress.predictions, [id]: prediction },
});

/** Which columns of a table are learnt is the learner's to say: no lesson knows what they bring. */
export const withOwnColumns = (planned: Config, { task }: Config): Config =>
  planned.task.kind === 'table' && task.kind === 'table' ? { ...planned, task } : planned;

/** Whether a run is the planned one: only what the step leaves free may differ. */
export function isPlanned(lesson: Lesson, step: Step, run: PlannedRun, config: Config): boolean {
  const planned = withOwnColumns(configOf(lesson, step, run), config);
  return differingPaths(planned, config).every((path) => step.free.includes(path));
}

function figuresIn(inlines: readonly Inline[]): FigureRef[] {
  return inlines.flatMap((inline) =>
    inline.kind === 'figure' ? [inline.figure] : 'children' in inline ? figuresIn(inline.children) : [],
  );
}

const figuresInProse = (prose: Prose): FigureRef[] =>
  prose.flatMap((block) => figuresIn(block.kind === 'list' ? block.items.flat() : block.children));

/** The figures that a question is marked by. */
export function figuresAsked(question: Question): FigureRef[] {
  if (question.kind === 'guess') return [question.figure];
  return question.choices.flatMap(({ figure }) => (typeof figure === 'number' ? [] : [figure]));
}

function textsOf(question: Question | null): Prose[] {
  if (question === null) return [];
  if (question.kind === 'guess') return [question.ask, ...Object.values(question.explains)];
  return [question.ask, question.even.explains, ...question.choices.map(({ explains }) => explains)];
}

/** Every figure that a lesson speaks of, each once. */
export function figuresOf({ steps, takeAlong }: Lesson): FigureRef[] {
  const refs = steps.flatMap(({ text, after, question }) => [
    ...(question === null ? [] : figuresAsked(question)),
    ...[text, after, ...textsOf(question)].flatMap(figuresInProse),
  ]);
  return [...new Map([...refs, ...figuresInProse(takeAlong)].map((ref) => [figureKey(ref), ref])).values()];
}

/** What must be measured of a run beside its curves. */
export function needsOf(lesson: Lesson, run: PlannedRun): readonly FigureNeed[] {
  const needed = figuresOf(lesson).flatMap((ref) =>
    ref.run === run.name ? (figureRow(ref.figure).needs ?? []) : [],
  );
  return [...new Set(needed)];
}

/** A run has been finished: what the lesson speaks of is kept. */
export function withRun(lesson: Lesson, progress: Progress, run: PlannedRun, measured: Measured): Progress {
  const read = figuresOf(lesson)
    .filter((ref) => ref.run === run.name)
    .flatMap((ref) => {
      const value = readFigure(ref, measured);
      return value === null ? [] : [[figureKey(ref), value] as const];
    });
  return {
    ...progress,
    runs: [...progress.runs.filter((name) => name !== run.name), run.name],
    figures: { ...progress.figures, ...Object.fromEntries(read) },
  };
}

export interface Mark {
  /** A choice's id or `even`; `near`, `above` or `below` a guess; `unknown` where a run did not give its figure. */
  readonly outcome: string;
  /** Whether the prediction held; null where the runs do not tell. */
  readonly held: boolean | null;
  /** By how much the outcome is clear: to the runner-up, or from the guess; in the figure's unit. */
  readonly by: number;
  readonly explains: Prose;
}

const notGiven: Mark = { outcome: 'unknown', held: null, by: Number.NaN, explains: [] };

/** Compares a prediction with what the learner's own runs gave. */
export function markOf(
  question: Question,
  prediction: Prediction,
  figures: Readonly<Record<string, number>>,
): Mark {
  const valueAt = (figure: FigureRef | number) =>
    typeof figure === 'number' ? figure : (figures[figureKey(figure)] ?? Number.NaN);
  if (question.kind === 'guess') {
    const by = valueAt(question.figure) - Number(prediction);
    if (!Number.isFinite(by)) return notGiven;
    const outcome = Math.abs(by) <= question.within ? 'near' : by > 0 ? 'above' : 'below';
    return { outcome, held: outcome === 'near', by: Math.abs(by), explains: question.explains[outcome] };
  }
  const sign = question.wins === 'most' ? 1 : -1;
  const ranked = question.choices
    .map((choice) => ({ choice, score: sign * valueAt(choice.figure) }))
    .sort((a, b) => b.score - a.score);
  const [first, second] = ranked;
  if (first === undefined || second === undefined || ranked.some(({ score }) => Number.isNaN(score)))
    return notGiven;
  const by = first.score - second.score;
  if (by <= question.tooClose) {
    const { explains } = question.even;
    return { outcome: 'even', held: prediction === 'even' ? true : null, by, explains };
  }
  const { id, explains } = first.choice;
  return { outcome: id, held: prediction === id, by, explains };
}

/** The mark of a step; null before its runs are done. */
export function markOfStep(step: Step, progress: Progress): Mark | null {
  const prediction = progress.predictions[step.id];
  if (step.question === null || prediction === undefined || !isDone(step, progress)) return null;
  return markOf(step.question, prediction, progress.figures);
}
