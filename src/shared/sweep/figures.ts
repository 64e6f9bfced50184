// What a sweep's runs are compared by: one row for each figure, from a run's newest measurements to a number. Plain numbers.

import type { Config } from '../config.ts';
import { gainIn, type Measure, measureOf } from '../gain.ts';

/** The newest value of each measured column, by its name: "student.accuracy". */
export type Figures = Readonly<Record<string, number>>;

export type FigureUnit = 'points' | 'share' | 'nats';

export interface FigureRow {
  label(measure: Measure): string;
  unit(measure: Measure): FigureUnit;
  better(measure: Measure): 'more' | 'less';
  /** null where it was not measured. */
  of(figures: Figures, measure: Measure): number | null;
}

const column = (figures: Figures, name: string): number | null => {
  const value = figures[name];
  return value === undefined || !Number.isFinite(value) ? null : value;
};

const score = (lane: 'teacher' | 'student' | 'control', name: string): FigureRow => ({
  label: (measure) => `${name} ${measure.label}`,
  unit: ({ unit }) => (unit === 'points' ? 'share' : 'nats'),
  better: ({ unit }) => (unit === 'points' ? 'more' : 'less'),
  of: (figures, measure) => column(figures, `${lane}.${measure.column}`),
});

export const sweepFigures = {
  gain: {
    label: () => 'Gain',
    unit: ({ unit }) => unit,
    better: () => 'more',
    of(figures, measure) {
      const [student, control] = (['student', 'control'] as const).map((lane) =>
        column(figures, `${lane}.${measure.column}`),
      ) as [number | null, number | null];
      return student === null || control === null ? null : gainIn(measure, student, control);
    },
  },
  student: score('student', "Student's"),
  agreement: {
    label: () => 'Agreement with the teacher',
    unit: () => 'share',
    better: () => 'more',
    of: (figures) => column(figures, 'student.agreement'),
  },
  kl: {
    label: () => 'KL to the teacher',
    unit: () => 'nats',
    better: () => 'less',
    of: (figures) => column(figures, 'student.kl'),
  },
  valLoss: {
    label: () => "Student's validation loss",
    unit: () => 'nats',
    better: () => 'less',
    of: (figures) => column(figures, 'student.valLoss'),
  },
  control: score('control', "Control's"),
  teacher: score('teacher', "Teacher's"),
} as const satisfies Record<string, FigureRow>;
export type FigureId = keyof typeof sweepFigures;
export const figureIds = Object.keys(sweepFigures) as FigureId[];

/** A figure of a run; null where it was not measured. */
export const figureOf = (id: FigureId, config: Config, figures: Figures): number | null =>
  sweepFigures[id].of(figures, measureOf(config));

/** "Gain, points": heading of a column. */
export function figureTitle(id: FigureId, config: Config): string {
  const measure = measureOf(config);
  const row: FigureRow = sweepFigures[id];
  const unit = row.unit(measure);
  return `${row.label(measure)}, ${unit === 'share' ? '%' : unit}`;
}

/** A value in the figure's unit, without it: "+12.7", "94.3", "0.041". */
export function writeFigure(id: FigureId, config: Config, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const unit: FigureUnit = sweepFigures[id].unit(measureOf(config));
  const sign = id !== 'gain' ? '' : value < 0 ? '−' : '+';
  const size = id === 'gain' ? Math.abs(value) : value;
  return sign + (unit === 'share' ? (100 * size).toFixed(1) : size.toFixed(unit === 'points' ? 1 : 3));
}

/** How far values spread, in the figure's unit. */
export function writeDeviation(id: FigureId, config: Config, deviation: number): string {
  const unit: FigureUnit = sweepFigures[id].unit(measureOf(config));
  return unit === 'share' ? (100 * deviation).toFixed(1) : deviation.toFixed(unit === 'points' ? 1 : 3);
}
