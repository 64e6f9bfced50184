// The instructor's board: codes that were pasted, and what they say together. Kept in this tab until they are cleared; only
// the codes are, never the text around them. Knows no page and no worker.

import { type BrokenCode, findCodes, type Result } from '../../shared/lessons/code.ts';

const key = 'board';

export interface Board {
  readonly results: readonly Result[];
  readonly broken: readonly BrokenCode[];
}

export interface Pasted {
  readonly board: Board;
  readonly fresh: number;
  /** Were there already, or came twice. */
  readonly known: number;
  readonly broken: number;
}

export const emptyBoard: Board = { results: [], broken: [] };

const join = (results: readonly Result[]): string => results.map(({ code }) => code).join('\n');

/** Takes in every code of a text. */
export function paste(board: Board, text: string): Pasted {
  const found = findCodes(text);
  const { results } = findCodes(`${join(board.results)}\n${join(found.results)}`);
  const fresh = results.length - board.results.length;
  const known = found.results.length + found.duplicates - fresh;
  const isNew = ({ text: cut }: BrokenCode) => board.broken.every((other) => other.text !== cut);
  const broken = [...board.broken, ...found.broken.filter(isNew)];
  return { board: { results, broken }, fresh, known, broken: found.broken.length };
}

export function recallBoard(): Board {
  try {
    return { results: findCodes(sessionStorage.getItem(key) ?? '').results, broken: [] };
  } catch {
    return emptyBoard;
  }
}

export function rememberBoard({ results }: Board): void {
  try {
    sessionStorage.setItem(key, join(results));
  } catch {
    // A browser that keeps nothing still shows the board; it lasts as long as the page.
  }
}

/** What all learners said to one question, and what their runs gave. */
export interface QuestionSummary {
  readonly step: string;
  readonly answers: number;
  /** Learners by prediction and outcome. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly predictions: readonly string[];
  readonly outcomes: readonly string[];
  /** Values of each figure, in the order in which the question names them. */
  readonly figures: readonly (readonly number[])[];
}

export interface LessonSummary {
  readonly lesson: string;
  readonly version: number;
  readonly learners: number;
  readonly questions: readonly QuestionSummary[];
}

function summariseQuestion(step: string, results: readonly Result[]): QuestionSummary {
  const answers = results.flatMap((result) => result.answers.filter((answer) => answer.step === step));
  const counts = new Map<string, Map<string, number>>();
  const figures: number[][] = [];
  for (const { prediction, outcome, figures: values } of answers) {
    const row = counts.get(prediction) ?? new Map<string, number>();
    counts.set(prediction, row.set(outcome, (row.get(outcome) ?? 0) + 1));
    values.forEach((value, at) => {
      figures[at] = [...(figures[at] ?? []), ...(Number.isFinite(value) ? [value] : [])];
    });
  }
  return {
    step,
    answers: answers.length,
    counts,
    predictions: answers.map(({ prediction }) => prediction),
    outcomes: [...new Set(answers.map(({ outcome }) => outcome))],
    figures,
  };
}

/** By lesson and version: other versions ask other questions. */
export function summarise(results: readonly Result[]): LessonSummary[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const group = `${result.lesson} ${result.version}`;
    groups.set(group, [...(groups.get(group) ?? []), result]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const steps = [...new Set(group.flatMap(({ answers }) => answers.map(({ step }) => step)))];
    const { lesson, version } = first;
    return [
      {
        lesson,
        version,
        learners: group.length,
        questions: steps.map((step) => summariseQuestion(step, group)),
      },
    ];
  });
}

/** Rows of a table, one for each answer, the first with the names of the columns. */
export function boardRows(results: readonly Result[]): (string | number)[][] {
  const widest = Math.max(
    0,
    ...results.flatMap(({ answers }) => answers.map(({ figures }) => figures.length)),
  );
  const figureNames = Array.from({ length: widest }, (_, at) => `figure_${at + 1}`);
  const rows = results.flatMap(({ lesson, version, tag, answers }) =>
    answers.map(({ step, prediction, outcome, figures }) => [
      ...[lesson, version, tag, step, prediction, outcome],
      ...figureNames.map((_, at) => (Number.isFinite(figures[at]) ? (figures[at] ?? '') : '')),
    ]),
  );
  return [['lesson', 'version', 'learner', 'question', 'prediction', 'outcome', ...figureNames], ...rows];
}
