// What can be drawn: each curve with its column, colour, dash and mark, and each chart with its unit. Data, no drawing.

import type { Config } from '../../shared/config.ts';
import { type LaneId, laneIds } from '../../shared/protocol/lanes.ts';
import { type LaneNames, laneNamesOf } from '../lane-names.ts';

/** A sign along the curve that tells apart the curves of one lane: a lane's colour and dash belong to the lane. */
export type Mark = 'none' | 'circle' | 'square' | 'triangle';

export interface Curve {
  readonly column: string;
  readonly label: string;
  /** For the readout, where there is little room. */
  readonly short?: string;
  readonly color: string;
  readonly dash: string;
  readonly mark: Mark;
  readonly width: number;
}

export type Unit = 'nats' | 'percent' | 'points' | 'bits' | 'choices';

/** Where runs of several kinds stand together. */
export const laneNames = laneNamesOf('labelsOnly');
const dashes: Readonly<Record<LaneId, string>> = { teacher: '8 4', student: 'none', control: '2 3' };

/** How a lane looks in every chart. */
export const laneStyle = (lane: LaneId) => ({ color: `var(--${lane})`, dash: dashes[lane], width: 2 });

/** Curves that the loss chart shows on request, beside the training losses. */
export const extras = {
  validation: { label: 'Validation', mark: 'circle', help: 'Loss on the validation set, by lane' },
  labelsTerm: { label: 'Labels term', mark: 'square', help: "Cross-entropy term of the student's loss" },
  teacherTerm: { label: 'Teacher term', mark: 'triangle', help: "Distillation term of the student's loss" },
} as const;
export type Extra = keyof typeof extras;
export const extraIds = Object.keys(extras) as Extra[];

export const metrics = {
  accuracy: {
    label: 'Accuracy',
    title: 'Validation accuracy',
    unit: 'percent',
    about: 'Validation examples answered right',
    lanes: laneIds,
  },
  agreement: {
    label: 'Agreement',
    title: 'Agreement with the teacher',
    unit: 'percent',
    about: 'Validation examples answered as the teacher does',
    lanes: ['student', 'control'],
  },
  gain: {
    label: 'Gain',
    title: 'Distillation gain',
    unit: 'points',
    about: 'Accuracy of the student minus that of the control',
    lanes: [],
  },
  exactMatch: {
    label: 'Exact match',
    title: 'Exact match',
    unit: 'percent',
    about: 'Held-out problems solved to the last digit',
    lanes: laneIds,
  },
  truthKl: {
    label: 'Distance to the truth',
    title: 'KL to the truth',
    unit: 'nats',
    about: 'KL(truth ‖ model) a token; 0 is the grammar itself',
    lanes: laneIds,
  },
  kl: {
    label: 'KL to the teacher',
    title: 'KL to the teacher',
    unit: 'nats',
    about: 'KL(teacher ‖ model) a token, at T = 1',
    lanes: ['student', 'control'],
  },
  bitsPerCharacter: {
    label: 'Bits a character',
    title: 'Bits a character',
    unit: 'bits',
    about: 'Validation loss in bits, whatever the tokens are',
    lanes: laneIds,
  },
  perplexity: {
    label: 'Perplexity',
    title: 'Perplexity',
    unit: 'choices',
    about: 'exp(loss): as unsure as among so many equal tokens',
    lanes: laneIds,
  },
} as const satisfies Record<
  string,
  { label: string; title: string; unit: Unit; about: string; lanes: readonly LaneId[] }
>;
export type Metric = keyof typeof metrics;

/** The measures of an experiment, the one it is judged by first. */
export function metricsOf({ task }: Config): readonly Metric[] {
  if (task.kind !== 'text') return ['accuracy', 'agreement', 'gain'];
  const ofAllTexts: Metric[] = ['bitsPerCharacter', 'perplexity', 'accuracy', 'agreement', 'kl', 'gain'];
  if (task.corpus === 'arithmetic') return ['exactMatch', ...ofAllTexts];
  return task.corpus === 'grammar' || task.corpus === 'bimodal' ? ['truthKl', ...ofAllTexts] : ofAllTexts;
}

const gainCurve: Curve = {
  column: 'gain',
  label: 'Gain',
  color: 'var(--ink)',
  dash: 'none',
  mark: 'none',
  width: 2,
};

/** How much agreement comes for free; there only where a second teacher was trained. */
const secondCurve: Curve = {
  column: 'second.line',
  label: 'Second teacher',
  color: 'var(--ink-soft)',
  dash: '1 3',
  mark: 'none',
  width: 2,
};

const laneCurve = (lane: LaneId, measure: string, names: LaneNames): Curve => ({
  ...laneStyle(lane),
  column: `${lane}.${measure}`,
  label: names[lane],
  mark: 'none',
});

/** The teaching assistant's, on its own steps; there only where one was trained. */
export const assistantCurve = (measure: string): Curve => ({
  column: `assistant.${measure}`,
  label: 'Assistant',
  color: 'var(--assistant)',
  dash: '10 3 2 3',
  mark: 'none',
  width: 2,
});

export const trainingLosses = (names: LaneNames): Curve[] =>
  laneIds.map((lane) => laneCurve(lane, 'loss', names));

export function metricCurves(metric: Metric, lanes: ReadonlySet<LaneId>, names: LaneNames): Curve[] {
  return metric === 'gain'
    ? [gainCurve]
    : metrics[metric].lanes.filter((lane) => lanes.has(lane)).map((lane) => laneCurve(lane, metric, names));
}

/** Level lines that a chart of a measure shows where they are known, and what the page says of them. */
export const metricLines: Readonly<Partial<Record<Metric, { curve: Curve; about: string }>>> = {
  agreement: { curve: secondCurve, about: 'As the teacher does; grey dots: a second teacher' },
};

/** The least loss there can be: there only where the true distribution is known. */
export const floorCurve: Curve = {
  column: 'floor',
  label: 'Entropy floor',
  color: 'var(--ink-soft)',
  dash: '1 3',
  mark: 'none',
  width: 2,
};

export function lossCurves(lanes: ReadonlySet<LaneId>, shown: ReadonlySet<Extra>, names: LaneNames): Curve[] {
  const visible = laneIds.filter((lane) => lanes.has(lane));
  const curves = visible.map((lane) => laneCurve(lane, 'loss', names));
  if (shown.has('validation')) {
    for (const lane of visible) {
      curves.push({
        ...laneCurve(lane, 'valLoss', names),
        label: `${names[lane]}, validation`,
        short: `${names[lane]} val.`,
        mark: 'circle',
        width: 1.5,
      });
    }
  }
  for (const term of ['labelsTerm', 'teacherTerm'] as const) {
    if (!shown.has(term) || !lanes.has('student')) continue;
    const { label, mark } = extras[term];
    curves.push({ ...laneCurve('student', term, names), label, mark, width: 1 });
  }
  return curves;
}
