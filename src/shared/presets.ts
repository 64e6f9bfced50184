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
    id: 'hidden-class',
    label: 'The class nobody showed',
    story:
      'The student never meets a “Product question”, neither labels nor the teacher’s answers on one: only that other messages are a little like one. When it has learnt, raise the bias of the hidden class to 3. The control, which saw the same messages with labels, finds none.',
    hash: 'v=1&distill.temperature=4&distill.labels=4000&distill.hiddenClass=7',
  },
  {
    id: 'assistant',
    label: 'A teaching assistant',
    story:
      'The teacher has 128 units, the student 4: does a model of 24 between them help, as Mirzadeh (2020) found with deep networks for images? The control is the same student taught by the teacher itself. Repeat with five seeds before you believe either.',
    hash: 'v=1&student.hidden=4&assistant.kind=mlp&assistant.hidden=24&distill.control=direct',
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
      'A GPT learns to add and subtract from 12,038 problems. A student a quarter its size sees 500 of them and hears the teacher on all; the control sees the same 500. Watch exact match on problems nobody has seen.',
    hash: 'v=1&task.kind=text',
  },
  {
    id: 'grammar',
    label: 'Language: a grammar with a known truth',
    story:
      'The true probability of every next word can be computed: the grey line is the least loss there is, and “Distance to the truth” shows how far each model is from it.',
    hash: 'v=1&task.kind=text&task.corpus=grammar&distill.labels=200&train.teacherSteps=500&train.studentSteps=300',
  },
  {
    id: 'bimodal',
    label: 'Language: two modes, small student',
    story:
      'The next note leaps up or down, and the student is too small for both. Reverse KL lets it settle on one; take forward KL, run again, and it spreads over both. Ask for the next token and compare the bars.',
    hash: 'v=1&task.kind=text&task.corpus=bimodal&student.nLayer=1&student.nHead=1&student.nEmbd=8&distill.loss=reverseKl&distill.alpha=1&distill.labels=200&train.teacherSteps=400&train.studentSteps=400',
  },
  {
    id: 'fables',
    label: 'Language: short stories',
    story:
      'Simple stories, letter by letter. Open Writing and watch three models learn to spell, then to make words, then to tell.',
    hash: 'v=1&task.kind=text&task.corpus=fables&task.blockSize=64&distill.labels=200&train.batchSize=16&train.teacherSteps=800&train.studentSteps=800',
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
    label: 'Language: on-policy against offline',
    story:
      'On half of its steps the student writes, and the teacher says what it would have written at each place (GKD). Run it, set the on-policy share to 0, run again: “Own text” in the closer look shows which student errs less behind its own words.',
    hash: 'v=1&task.kind=text&task.corpus=grammar&distill.labels=200&distill.lambda=0.5&train.batchSize=32&train.teacherSteps=500&train.studentSteps=300',
  },
  {
    id: 'own-text',
    label: 'Language: your own text',
    story: 'Paste a text, open a file or fetch an address. It is read in this tab and goes nowhere.',
    hash: 'v=1&task.kind=text&task.corpus=own&task.blockSize=64&distill.labels=200&train.batchSize=16&train.teacherSteps=800&train.studentSteps=800',
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
