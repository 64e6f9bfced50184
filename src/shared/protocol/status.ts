// How a run goes: the tables of figures that grow while it lasts, and its state.

import type { Phase } from './lanes.ts';

/** Columns of the metric tables; every row begins with the lane's own step. Loss values are in nats. */
export const metricTables = {
  teacherLoss: ['step', 'teacher.loss'],
  studentLoss: ['step', 'student.loss', 'student.labelsTerm', 'student.teacherTerm', 'control.loss'],
  teacherScore: ['step', 'teacher.accuracy', 'teacher.valLoss'],
  studentScore: [
    'step',
    'student.accuracy',
    'student.valLoss',
    'student.agreement',
    'student.kl',
    'control.accuracy',
    'control.valLoss',
    'control.agreement',
    'control.kl',
  ],
  secondScore: ['step', 'second.accuracy', 'second.valLoss', 'second.agreement', 'second.kl'],
  assistantLoss: ['step', 'assistant.loss', 'assistant.labelsTerm', 'assistant.teacherTerm'],
  assistantScore: ['step', 'assistant.accuracy', 'assistant.valLoss', 'assistant.agreement', 'assistant.kl'],
  assistantExact: ['step', 'assistant.exactMatch'],
  assistantTruth: ['step', 'assistant.truthKl'],
  teacherExact: ['step', 'teacher.exactMatch'],
  studentExact: ['step', 'student.exactMatch', 'control.exactMatch'],
  teacherTruth: ['step', 'teacher.truthKl'],
  studentTruth: ['step', 'student.truthKl', 'control.truthKl'],
  teacherHidden: ['step', 'teacher.hiddenAccuracy'],
  /** Of a hidden class: share of its examples answered right, then what it and all classes are without the bias. */
  studentHidden: [
    'step',
    'student.hiddenAccuracy',
    'student.plainHidden',
    'student.plainAccuracy',
    'control.hiddenAccuracy',
    'control.plainHidden',
    'control.plainAccuracy',
  ],
} as const;

/**
 * Scores that some experiments alone have, by the names of their columns. With a teacher agreement: share of rows answered as
 * it answers, and kl: mean KL(teacher || model) at T = 1, nats. exactMatch: share of held-out problems with every row right
 * (arithmetic); truthKl: mean KL(truth || model), nats per token (grammars). Of a hidden class hiddenAccuracy: share of its
 * validation examples answered right; plainHidden and plainAccuracy: what that and accuracy are without the bias.
 */
export const optionalScores = [
  'agreement',
  'kl',
  'exactMatch',
  'truthKl',
  'hiddenAccuracy',
  'plainHidden',
  'plainAccuracy',
] as const;
export type OptionalScore = (typeof optionalScores)[number];

/** What can be measured of a model. accuracy: share of rows answered right; valLoss: mean cross-entropy, nats. */
export const scoreNames = ['accuracy', 'valLoss', ...optionalScores] as const;
export type ScoreName = (typeof scoreNames)[number];

export type MetricTable = keyof typeof metricTables;

/** Rows of one metric table, row after row; `values.length` is a multiple of its number of columns. */
export interface Metrics {
  readonly table: MetricTable;
  readonly values: Float32Array;
}

export type RunState = 'training' | 'paused' | 'finished' | 'stopped' | 'failed';

export interface RunStatus {
  readonly state: RunState;
  readonly phase: Phase;
  readonly teacherStep: number;
  /** 0 where there is no assistant. */
  readonly assistantStep: number;
  readonly studentStep: number;
  readonly stepsPerSecond: number;
  readonly elapsedMs: number;
  /** null until a rate is known. */
  readonly remainingMs: number | null;
  readonly teacherReused: boolean;
  /** Tensors alive on the backend: constant while a phase runs. */
  readonly tensors: number;
  /** Memory that the backend holds for them, recorded steps included. */
  readonly deviceBytes: number;
  /** Of that, what belongs to recorded steps. */
  readonly recordedBytes: number;
}

/** Notes the newest value of every column in `metrics`, steps left out. */
export function noteNewest(latest: Map<string, number>, metrics: readonly Metrics[]): void {
  for (const { table, values } of metrics) {
    const columns: readonly string[] = metricTables[table];
    const last = values.length - columns.length;
    columns.forEach((column, i) => {
      if (i > 0) latest.set(column, values[last + i] ?? Number.NaN);
    });
  }
}
