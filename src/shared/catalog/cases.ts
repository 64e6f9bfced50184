// Situations in which a visitor may find their own, each an experiment that was measured over several seeds: what the article
// answers "does it work for my case?" with. The figures are cases.measured.ts.

import type { Config } from '../config.ts';
import { gainIn, type Measure, measureOf } from '../gain.ts';
import { fromHash } from '../link.ts';
import { holdsZero, type Spread, spreadOf } from '../statistics.ts';
import type { BackendName } from './backends.ts';

export interface Case {
  /** What a visitor recognises, as a heading. */
  readonly situation: string;
  /** What was trained here, and what the figures mean. */
  readonly says: string;
  /** The experiment, as a link; of its seed on as many as `seeds` are run. */
  readonly hash: string;
  readonly seeds: number;
}

export const cases = {
  fewLabels: {
    situation: 'Few labels, and many inputs without any',
    says: 'Messages of customers, ten labels for each of eight intents, 4,000 messages the teacher can be asked about. The teacher fills in what nobody labelled.',
    hash: 'v=1',
    seeds: 5,
  },
  tenthLabelled: {
    situation: 'A tenth of the data is labelled',
    says: 'The same messages with 400 labels in sight: the control catches up, the student hardly moves.',
    hash: 'v=1&distill.labels=400',
    seeds: 5,
  },
  allLabels: {
    situation: 'Everything is labelled, and the small model can learn it',
    says: 'All 4,000 labels in sight: the student spends nine tenths of its attention on a teacher that errs.',
    hash: 'v=1&distill.labels=4000',
    seeds: 5,
  },
  sameSize: {
    situation: 'A student as large as its teacher (self-distillation)',
    says: 'Both have 128 units, and all labels are in sight.',
    hash: 'v=1&student.hidden=128&distill.labels=4000',
    seeds: 5,
  },
  tinyStudent: {
    situation: 'Everything is labelled, and the student has to be tiny',
    says: 'Four units for eight intents.',
    hash: 'v=1&student.hidden=4&distill.labels=4000',
    seeds: 5,
  },
  weakTeacher: {
    situation: 'Few labels, and a teacher that has hardly learnt',
    says: 'The teacher took 60 steps instead of 800. What it knows of the inputs still is more than 80 labels tell.',
    hash: 'v=1&train.teacherSteps=60',
    seeds: 5,
  },
  ignorantTeacher: {
    situation: 'A teacher that knows nothing of the task',
    says: 'A teacher that never learnt, heeded at nine tenths: the student learns noise, faithfully.',
    hash: 'v=1&train.teacherSteps=0',
    seeds: 5,
  },
  fewPoints: {
    situation: 'A handful of measurements of two kinds',
    says: 'Six labelled points of two half moons, 600 that the teacher can be asked about. How much it is worth hangs on which six they are.',
    hash: 'v=1&task.kind=plane',
    seeds: 10,
  },
  noisyData: {
    situation: 'Everything is labelled, and the classes overlap',
    says: 'Two half moons under heavy noise, all 600 labels in sight: a label says which side a point fell on, the teacher how likely each side was. Over 600 points the labels add up to the same.',
    hash: 'v=1&task.kind=plane&task.noise=0.4&distill.labels=600',
    seeds: 10,
  },
  languageFew: {
    situation: 'A language model, few texts, many prompts',
    says: 'Sums and differences, letter by letter: the student sees 500 problems with their answers and hears the teacher on all 12,038.',
    hash: 'v=1&task.kind=text',
    seeds: 3,
  },
  languageTextOnly: {
    situation: 'A language model whose probabilities cannot be had, only its text',
    says: 'The teacher writes the answers, the student learns them as if they were true (sequence-level distillation), beside 500 true ones.',
    hash: 'v=1&task.kind=text&distill.loss=sequenceNll&distill.source=teacher',
    seeds: 3,
  },
  languageAll: {
    situation: 'A language model, and all the texts the teacher had',
    says: 'The same problems, with 12,038 answers in sight of student and control. After 1,000 steps most models are nearly there; which of them is not hangs on the initial weights.',
    hash: 'v=1&task.kind=text&distill.labels=12038',
    seeds: 5,
  },
  grammarFew: {
    situation: 'A language with a structure, and few samples of it',
    says: 'A grammar whose true probabilities are known, 200 passages of 16 words in sight: the distance to the truth, which a perfect model would bring to zero.',
    hash: 'v=1&task.kind=text&task.corpus=grammar&distill.labels=200&train.teacherSteps=500&train.studentSteps=300',
    seeds: 5,
  },
  storiesAll: {
    situation: 'Running text, all of it in sight of the student',
    says: 'Short stories, letter by letter; student and control read all that the teacher read. After 800 steps none of them is done, and the initial weights decide more than the teacher does.',
    hash: 'v=1&task.kind=text&task.corpus=fables&task.blockSize=64&distill.labels=5000&train.batchSize=16&train.teacherSteps=800&train.studentSteps=800',
    seeds: 3,
  },
} as const satisfies Record<string, Case>;

export type CaseId = keyof typeof cases;
export const caseIds = Object.keys(cases) as CaseId[];

/** The experiment of a case, with its first seed. */
export const caseConfig = (id: CaseId): Config => fromHash(cases[id].hash).config;

/** The last figures of one seed, in the measure of the task: shares of 1, or nats. */
export interface MeasuredSeed {
  readonly seed: number;
  readonly teacher: number;
  readonly student: number;
  readonly control: number;
}

/** What was measured of a case. */
export interface MeasuredCase {
  /** The link that was run: another one than the case's says that it has to be measured again. */
  readonly hash: string;
  readonly backend: BackendName;
  readonly seeds: readonly MeasuredSeed[];
}

/** "worth": the interval of the gain lies above zero; "costs": below; "nothing": it holds zero, no difference was seen. */
export type Verdict = 'worth' | 'nothing' | 'costs';

/** What a case came to: means over its seeds, and the gain of the student over the control with its interval. */
export interface Finding {
  readonly measure: Measure;
  readonly teacher: number;
  readonly student: number;
  readonly control: number;
  /** Points, or nats where less is better. */
  readonly gain: Spread;
  readonly verdict: Verdict;
}

/** Means and interval of what was measured. */
export function findingOf(id: CaseId, { seeds }: MeasuredCase): Finding {
  const measure = measureOf(caseConfig(id));
  const meanOf = (lane: 'teacher' | 'student' | 'control') => spreadOf(seeds.map((seed) => seed[lane])).mean;
  const gain = spreadOf(seeds.map(({ student, control }) => gainIn(measure, student, control)));
  const verdict = holdsZero(gain) ? 'nothing' : gain.mean > 0 ? 'worth' : 'costs';
  return {
    measure,
    teacher: meanOf('teacher'),
    student: meanOf('student'),
    control: meanOf('control'),
    gain,
    verdict,
  };
}
