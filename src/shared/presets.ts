// Presets: named experiments with a sentence on what to look at. Each is nothing but a link.

import type { Config } from './config.ts';
import { fromHash } from './link.ts';

export interface Preset {
  readonly id: string;
  readonly label: string;
  /** What the visitor will see and why it is worth seeing. */
  readonly story: string;
  readonly hash: string;
}

export const presets: readonly Preset[] = [
  {
    id: 'few-labels',
    label: 'Ten labels a class',
    story:
      'The student may see 80 labels of 4,000, but hears the teacher on every message. Watch it leave the control behind.',
    hash: 'v=1',
  },
  {
    id: 'all-labels',
    label: 'All labels',
    story: 'With all 4,000 labels in sight the teacher has little to add: the gain melts away.',
    hash: 'v=1&distill.labels=4000',
  },
  {
    id: 'article',
    label: "The article's pair, logit MSE",
    story:
      '768-128-8 teaches 768-64-8 by the mean squared distance of their logits, Adam at 0.001, batches of 32.',
    hash: 'v=1&distill.loss=logitMse&distill.alpha=0.5&distill.labels=4000&train.batchSize=32',
  },
  {
    id: 'untrained-teacher',
    label: 'A teacher who never learnt',
    story:
      "The article's code never trains its teacher. The student then learns noise, faithfully: it agrees with the teacher and is wrong.",
    hash: 'v=1&distill.alpha=1&train.teacherSteps=0',
  },
  {
    id: 'moons',
    label: 'Moons with six labels',
    story:
      'Six labelled points cannot show a student where the moons bend. The teacher can: compare the three maps.',
    hash: 'v=1&task.kind=plane',
  },
  {
    id: 'spirals',
    label: 'Spirals, tiny student',
    story:
      'A student of two small layers follows a much larger teacher around the spiral, as far as its size allows.',
    hash: 'v=1&task.kind=plane&task.shape=spirals&task.noise=0.05&teacher.hidden=64-64&student.hidden=10-10&distill.labels=20&train.teacherSteps=1000&train.studentSteps=1500',
  },
  {
    id: 'blobs',
    label: 'Six clouds, high temperature',
    story: 'At T = 8 the teacher tells the student which clouds are neighbours, not only which one is right.',
    hash: 'v=1&task.kind=plane&task.shape=blobs&task.noise=0.3&task.classes=6&distill.temperature=8',
  },
  {
    id: 'arithmetic',
    label: 'Language: sums with carries',
    story:
      'A GPT of two layers learns to add and subtract; a much smaller one listens. Exact match on problems nobody has seen.',
    hash: 'v=1&task.kind=text',
  },
  {
    id: 'grammar',
    label: 'Language: a grammar with a known truth',
    story:
      'Here the true probability of every next word can be computed: see how far teacher, student and control are from it.',
    hash: 'v=1&task.kind=text&task.corpus=grammar&train.teacherSteps=800&train.studentSteps=600',
  },
  {
    id: 'bimodal',
    label: 'Language: two modes, small student',
    story:
      'The next note leaps up or down, and the student is too small for both. Forward KL spreads, reverse KL settles on one: change the loss and compare.',
    hash: 'v=1&task.kind=text&task.corpus=bimodal&student.nHead=1&student.nEmbd=8&distill.loss=reverseKl&distill.alpha=1&train.teacherSteps=600&train.studentSteps=600',
  },
  {
    id: 'fables',
    label: 'Language: short stories',
    story:
      'Simple stories, letter by letter. Open Writing and watch three models learn to spell, then to make words, then to tell.',
    hash: 'v=1&task.kind=text&task.corpus=fables&task.blockSize=64&train.batchSize=16&train.teacherSteps=1000',
  },
  {
    id: 'sequence-level',
    label: "Language: learning from the teacher's own text",
    story:
      'Sequence-level distillation: the teacher writes problems and answers, the student learns them as if they were true.',
    hash: 'v=1&task.kind=text&distill.loss=sequenceNll&distill.source=teacher',
  },
  {
    id: 'on-policy',
    label: 'Language: corrected in its own words',
    story:
      'On half of its steps the student writes, and the teacher says what it would have written at each place (GKD).',
    hash: 'v=1&task.kind=text&distill.lambda=0.5',
  },
  {
    id: 'own-text',
    label: 'Language: your own text',
    story: 'Paste or open a text. It is read in this tab and goes nowhere.',
    hash: 'v=1&task.kind=text&task.corpus=own&task.blockSize=64&train.batchSize=16&train.teacherSteps=1000',
  },
  {
    id: 'own-table',
    label: 'Your own table',
    story:
      'Drop a CSV: a text column or number columns, and what to predict. It is read in this tab and goes nowhere.',
    hash: 'v=1&task.kind=table',
  },
];

export const presetConfig = (preset: Preset): Config => fromHash(preset.hash).config;
