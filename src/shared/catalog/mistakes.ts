// The real mistakes that a control can be taught with, in the order of the museum: what the config and the lane need to
// know of each. What the museum says of them is museum.ts; the mistakes themselves are engine/mistakes/.

export interface MistakeRow {
  /** Completes "the same student, taught with a mistake: …". */
  readonly label: string;
  /** true: it takes a text to make it, with tokens, padding or models that drop out. */
  readonly onlyText: boolean;
}

export const mistakes = {
  noTSquared: { label: 'T² left out', onlyText: false },
  probabilitiesIn: { label: 'probabilities where log-probabilities belong', onlyText: false },
  meanOverClasses: { label: 'mean over classes too', onlyText: false },
  softmaxTwice: { label: 'softmax applied twice', onlyText: false },
  oneTemperature: { label: 'temperature on one side only', onlyText: false },
  answersOutOfOrder: { label: "the teacher's answers in another order", onlyText: false },
  teacherUntrained: { label: 'a teacher that was never loaded', onlyText: false },
  teacherNotFrozen: { label: 'the teacher learns too', onlyText: false },
  klOfProbabilities: { label: 'reverse KL through probabilities', onlyText: false },
  directionSwapped: { label: 'KL in the other direction', onlyText: false },
  batchMeanOfTokens: { label: 'sum of tokens over the batch size', onlyText: true },
  dividedTwice: { label: 'divided by the tokens twice', onlyText: true },
  paddingCounts: { label: 'prompt and padding count', onlyText: true },
  noShift: { label: 'labels not shifted', onlyText: true },
  topKRenormalised: { label: 'top 3 of the teacher, scaled up to 1', onlyText: false },
  teacherDropsOut: { label: 'the teacher drops out', onlyText: true },
} as const satisfies Record<string, MistakeRow>;

export type MistakeId = keyof typeof mistakes;
export const mistakeIds = Object.keys(mistakes) as MistakeId[];

/**
 * How the control is taught: by labels alone, as a baseline; by the teacher itself, where the student has an assistant; or
 * as the student but with a mistake.
 */
export type ControlId = 'labelsOnly' | 'direct' | MistakeId;

/** The mistake a control is taught with; null where it is a baseline. */
export const mistakeOf = (control: ControlId): MistakeRow | null =>
  control === 'labelsOnly' || control === 'direct' ? null : mistakes[control];

/** What the third lane is called, and what is compared with it. */
export interface ControlWords {
  /** In a legend, where there is little room. */
  readonly name: string;
  /** On a card of its own. */
  readonly title: string;
  /** What the difference of student and control is worth. */
  readonly gain: string;
  /** Completes "the same network …". */
  readonly taught: string;
  /** Completes "student minus …". */
  readonly minus: string;
}

const baselines: Readonly<Record<'labelsOnly' | 'direct', ControlWords>> = {
  labelsOnly: {
    name: 'Control',
    title: 'Control',
    gain: 'Distillation gain',
    taught: 'without a teacher',
    minus: 'control',
  },
  direct: {
    name: 'Direct',
    title: 'Control: direct',
    gain: 'The assistant’s worth',
    taught: 'taught by the teacher itself',
    minus: 'the same student taught by the teacher itself',
  },
};

export function controlWords(control: ControlId): ControlWords {
  if (control === 'labelsOnly' || control === 'direct') return baselines[control];
  const { label } = mistakes[control];
  return {
    name: 'Mistake',
    title: 'Control: mistake',
    gain: 'Right minus wrong',
    taught: `with the mistake (${label})`,
    minus: `the one taught with a mistake: ${label}`,
  };
}
