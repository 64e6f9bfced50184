// What a lesson is, once its file (src/lessons/*.yaml) has been read and checked at build time: plain data, no parser, no
// HTML. What is done with it: course.ts. What its figures are: figures.ts.

import type { Settings } from '../params.ts';
import type { FigureRef } from './figures.ts';

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] }
  /** A figure of the learner's own run. */
  | { readonly kind: 'figure'; readonly figure: FigureRef };

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

export type Prose = readonly Block[];

/** One thing that may come out on top. */
export interface Choice {
  readonly id: string;
  /** What a learner chooses. */
  readonly says: string;
  /** A figure of a run, or a number to compare one with. */
  readonly figure: FigureRef | number;
  /** What is said when it does come out on top. */
  readonly explains: Prose;
}

/** Which of several figures is the largest, or the smallest. */
export interface WhichQuestion {
  readonly kind: 'which';
  readonly ask: Prose;
  readonly wins: 'most' | 'least';
  /** Figures that differ by no more than this, in their unit, are too close to tell. */
  readonly tooClose: number;
  readonly choices: readonly Choice[];
  /** Always offered too, and always possible. */
  readonly even: { readonly says: string; readonly explains: Prose };
  /** What the lesson's own runs show, and by at least how much: held to by its test, never used to mark a learner. */
  readonly shown: { readonly outcome: string; readonly margin: number };
}

/** What a figure will be: a number on a scale. */
export interface GuessQuestion {
  readonly kind: 'guess';
  readonly ask: Prose;
  readonly figure: FigureRef;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** A guess this close holds. */
  readonly within: number;
  /** What is said when the figure is near the guess, above it, below it. */
  readonly explains: Readonly<Record<'near' | 'above' | 'below', Prose>>;
  /** Where the lesson's own run puts the figure: held to by its test. */
  readonly shown: readonly [from: number, to: number];
}

export type Question = WhichQuestion | GuessQuestion;

/** One run of a step, by a name that is its own in the whole lesson. */
export interface PlannedRun {
  readonly name: string;
  readonly label: string;
  /** On top of the step's. */
  readonly settings: Settings;
}

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly text: Prose;
  /** On top of the lesson's. */
  readonly settings: Settings;
  /** Settings that the learner may change, by path; all others are locked. */
  readonly free: readonly string[];
  /** Runs whose figures count, in their order. */
  readonly runs: readonly PlannedRun[];
  /** true: Run is free although nothing is measured. */
  readonly play: boolean;
  /** A panel of the closer look that the step opens. */
  readonly panel: string | null;
  /** A table in public/tables that the step offers. */
  readonly table: string | null;
  readonly question: Question | null;
  /** Said once the runs are done, whatever came out. */
  readonly after: Prose;
}

export interface Lesson {
  readonly id: string;
  readonly number: number;
  /** Counts changes after which old results can no longer be compared. */
  readonly version: number;
  readonly title: string;
  readonly about: string;
  readonly minutes: number;
  readonly settings: Settings;
  readonly steps: readonly Step[];
  /** What to take along. */
  readonly takeAlong: Prose;
  readonly sources: readonly { readonly label: string; readonly url: string }[];
}

/** A lesson in a list: the rest is loaded when it is opened. */
export interface LessonEntry extends Pick<Lesson, 'id' | 'number' | 'title' | 'about' | 'minutes'> {
  /** How many steps it has. */
  readonly steps: number;
  load(): Promise<{ readonly default: Lesson }>;
}
