// The figures of a run that a lesson may speak of: the ones that the page shows, by name, one row each. Read alike from a
// run on the page and from one in the terminal or a test.

import { modelBytes } from '../catalog/cost.ts';
import { parameterCount } from '../catalog/models.ts';
import type { Config } from '../config.ts';
import { gainIn, measureOf } from '../gain.ts';
import type { LaneId } from '../protocol/lanes.ts';
import type { SnapshotKind, SnapshotOf } from '../protocol/snapshots.ts';

/** What is known of a finished run. */
export interface Measured {
  readonly config: Config;
  readonly inputs: number;
  readonly outputs: number;
  /** The last value of a column of the metric tables; null where it was not measured. */
  at(column: string): number | null;
  /** What was measured beside the curves, of the finished models. */
  readonly snapshots: { readonly [K in SnapshotKind]?: SnapshotOf<K> };
}

/** Who a figure is about; the second teacher is no lane. */
export type FigureLane = LaneId | 'second';
export type FigureUnit = '%' | 'points' | 'nats' | 'parameters' | 'kB';

/** Snapshots that a figure may be read from. */
export type FigureNeed = 'cost' | 'exposure' | 'fidelity';

interface FigureRow {
  readonly label: string;
  readonly unit: FigureUnit;
  /** null: a figure of the run as a whole. */
  readonly lanes: readonly FigureLane[] | null;
  /** What must be measured beside the curves. */
  readonly needs?: FigureNeed;
  readonly read: (run: Measured, lane: FigureLane) => number | null;
}

const all: readonly FigureLane[] = ['teacher', 'student', 'control', 'second'];
const lanes: readonly FigureLane[] = ['teacher', 'student', 'control'];
const students: readonly FigureLane[] = ['student', 'control'];
const compared: readonly FigureLane[] = ['student', 'control', 'second'];

const scaled = (value: number | null | undefined, factor: number): number | null =>
  value === null || value === undefined ? null : factor * value;

const share = (label: string, who: readonly FigureLane[], column: string): FigureRow => ({
  label,
  unit: '%',
  lanes: who,
  read: ({ at }, lane) => scaled(at(`${lane}.${column}`), 100),
});
const nats = (label: string, who: readonly FigureLane[], column: string): FigureRow => ({
  label,
  unit: 'nats',
  lanes: who,
  read: ({ at }, lane) => at(`${lane}.${column}`),
});

function gainOf({ config, at }: Measured, unit: 'points' | 'nats'): number | null {
  const measure = measureOf(config);
  const [student, control] = [at(`student.${measure.column}`), at(`control.${measure.column}`)];
  if (measure.unit !== unit || student === null || control === null) return null;
  return gainIn(measure, student, control);
}

const modelOf = ({ config }: Measured, lane: FigureLane) =>
  lane === 'teacher' ? config.teacher : config.student;

const bytes = (label: string, precision: 'fp32' | 'int8'): FigureRow => ({
  label,
  unit: 'kB',
  lanes,
  read: (run, lane) => modelBytes(modelOf(run, lane), run.inputs, run.outputs, precision) / 1000,
});

const quantised = (label: string, precision: 'int8' | 'int4'): FigureRow => ({
  label,
  unit: '%',
  lanes,
  needs: 'cost',
  read: ({ snapshots: { cost } }, lane) =>
    lane === 'second' ? null : scaled(cost?.lanes[lane].scores[precision].accuracy, 100),
});

/** Nats behind a lane's own words or the corpus's, in the same windows. */
function nearness({ snapshots: { exposure } }: Measured, lane: FigureLane, whose: 'own' | 'corpus') {
  return lane === 'student' || lane === 'control' ? meanOf(exposure?.lanes[lane][whose]) : null;
}

/** Mean over the places where something counts. */
function meanOf(places: Float32Array | undefined): number | null {
  const known = Array.from(places ?? []).filter(Number.isFinite);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Mean probability that a model gives its likeliest answer. */
const confidence: FigureRow = {
  label: 'confidence',
  unit: '%',
  lanes,
  needs: 'fidelity',
  read: ({ snapshots: { fidelity } }, lane) => {
    const measured = lane === 'second' ? null : (fidelity?.lanes?.[lane].calibration ?? null);
    if (measured === null) return null;
    const rows = measured.counts.reduce((sum, count) => sum + count, 0);
    const sum = measured.counts.reduce((all, count, bin) => all + count * (measured.confidence[bin] ?? 0), 0);
    return (100 * sum) / rows;
  },
};

export const figures = {
  accuracy: share('accuracy', all, 'accuracy'),
  agreement: share('agreement with the teacher', compared, 'agreement'),
  hiddenAccuracy: share('accuracy in the hidden class', lanes, 'hiddenAccuracy'),
  plainHidden: share('accuracy in the hidden class without the bias', students, 'plainHidden'),
  plainAccuracy: share('accuracy without the bias', students, 'plainAccuracy'),
  exactMatch: share('exact match', lanes, 'exactMatch'),
  loss: nats('validation loss', all, 'valLoss'),
  kl: nats('KL to the teacher', compared, 'kl'),
  truthKl: nats('KL to the truth', lanes, 'truthKl'),
  confidence,
  gain: { label: 'gain', unit: 'points', lanes: null, read: (run) => gainOf(run, 'points') },
  gainNats: { label: 'gain', unit: 'nats', lanes: null, read: (run) => gainOf(run, 'nats') },
  parameters: {
    label: 'parameters',
    unit: 'parameters',
    lanes,
    read: (run, lane) => parameterCount(modelOf(run, lane), run.inputs, run.outputs),
  },
  size: bytes('size in 32 bits', 'fp32'),
  sizeInt8: bytes('size in 8 bits', 'int8'),
  accuracyInt8: quantised('accuracy in 8 bits', 'int8'),
  accuracyInt4: quantised('accuracy in 4 bits', 'int4'),
  ownTextKl: {
    label: 'KL to the teacher behind its own words',
    unit: 'nats',
    lanes: students,
    needs: 'exposure',
    read: (run, lane) => nearness(run, lane, 'own'),
  },
  corpusKl: {
    label: 'KL to the teacher behind the corpus’s words',
    unit: 'nats',
    lanes: students,
    needs: 'exposure',
    read: (run, lane) => nearness(run, lane, 'corpus'),
  },
  drift: {
    label: 'KL that its own words add',
    unit: 'nats',
    lanes: students,
    needs: 'exposure',
    read(run, lane) {
      const [own, corpus] = [nearness(run, lane, 'own'), nearness(run, lane, 'corpus')];
      return own === null || corpus === null ? null : own - corpus;
    },
  },
} as const satisfies Record<string, FigureRow>;

export type FigureId = keyof typeof figures;
export const figureIds = Object.keys(figures) as FigureId[];
export const figureRow = (id: FigureId): FigureRow => figures[id];

/** A figure of a run of the lesson: `student.accuracy in hot`, `gain in hot`. */
export interface FigureRef {
  readonly figure: FigureId;
  readonly lane: FigureLane | null;
  readonly run: string;
}

export const figureKey = ({ figure, lane, run }: FigureRef): string =>
  `${lane === null ? '' : `${lane}.`}${figure} in ${run}`;

/** In the figure's unit; null where the run does not give it. */
export function readFigure({ figure, lane }: FigureRef, run: Measured): number | null {
  const value = figureRow(figure).read(run, lane ?? 'student');
  return value === null || !Number.isFinite(value) ? null : value;
}

const digits: Readonly<Record<FigureUnit, number>> = { '%': 1, points: 1, nats: 3, parameters: 0, kB: 1 };

/** As the page writes it: "90.9 %", "+29.2 points", "0.312 nats". */
export function writeFigure({ figure }: FigureRef, value: number | null): string {
  const { unit } = figureRow(figure);
  if (value === null) return `– ${unit}`;
  const sign = value < 0 ? '−' : unit === 'points' ? '+' : '';
  const written = Math.abs(value).toLocaleString('en', {
    minimumFractionDigits: digits[unit],
    maximumFractionDigits: digits[unit],
  });
  return `${sign}${written} ${unit}`;
}

/** "Student, accuracy" */
export function nameFigure({ figure, lane }: FigureRef): string {
  const { label } = figureRow(figure);
  const who = lane === 'second' ? 'second teacher' : lane;
  const name = who === null ? label : `${who}’s ${label}`;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
