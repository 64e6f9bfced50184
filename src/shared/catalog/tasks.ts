// The tasks: what can be set about each, which models fit, and which settings suit it when nothing else is said.
// The data and the scoring are engine/tasks/.

import {
  choice,
  integer,
  number,
  type ParamTable,
  type ParamValue,
  text,
  toggle,
  type Values,
} from '../params.ts';
import type { ModelKind } from './models.ts';

/** The shortest context that can be chosen, in tokens. */
export const leastContext = 8;

export interface TaskRow {
  readonly label: string;
  readonly summary: string;
  readonly params: ParamTable;
  readonly models: readonly ModelKind[];
  /** Settings of other sections that suit this task, by path: they replace the general defaults. */
  readonly defaults: Readonly<Record<string, ParamValue>>;
  /** true: the visitor brings the data, a link alone cannot carry the experiment. */
  readonly needsData: boolean;
  /** What of the data a seed draws anew, as a phrase that begins a list. */
  readonly seedDraws: string;
  /** true: examples are texts, models can write, and students can learn from what was written. */
  readonly writes: boolean;
}

export const shapes = [
  { value: 'moons', label: 'Moons', help: 'Two interleaved half circles' },
  { value: 'spirals', label: 'Spirals', help: 'Two arms wound around each other' },
  { value: 'circles', label: 'Circles', help: 'One ring inside another' },
  { value: 'xor', label: 'XOR', help: 'Opposite quadrants belong together' },
  { value: 'blobs', label: 'Blobs', help: 'Round clouds, 2 to 6 classes' },
] as const;
export type Shape = (typeof shapes)[number]['value'];

export const corpora = [
  { value: 'fables', label: 'Fables', help: 'Short stories in simple words, written for this page' },
  { value: 'arithmetic', label: 'Arithmetic', help: 'Sums and differences with carries' },
  { value: 'grammar', label: 'Grammar', help: 'Sentences whose true probabilities are known' },
  {
    value: 'bimodal',
    label: 'Two modes',
    help: 'A grammar whose next word is often one of two far-apart ones',
  },
  { value: 'own', label: 'Your own', help: 'Text that you paste or open; it never leaves this tab' },
] as const;
export type CorpusId = (typeof corpora)[number]['value'];

export const tokenizers = [
  { value: 'characters', label: 'Characters', help: 'Every character is a token' },
  { value: 'bpe', label: 'Byte pairs', help: 'Frequent runs of characters become tokens, as in GPT-2' },
] as const;

export const tasks = {
  intents: {
    label: 'Messages',
    summary: 'Short messages of customers, to be sorted into eight intents.',
    params: {},
    models: ['mlp'],
    defaults: {},
    needsData: false,
    seedDraws: 'the messages, and which of them have their labels in sight',
    writes: false,
  },
  plane: {
    label: 'Points',
    summary: 'Points in a plane: see what each network has learnt as a map of its decisions.',
    params: {
      shape: choice({
        label: 'Shape',
        help: 'Where the points of each class lie.',
        options: shapes,
        default: 'moons',
      }),
      noise: number({
        label: 'Noise',
        help: 'How far points stray from the shape. More noise, more overlap between the classes.',
        min: 0,
        max: 0.5,
        step: 0.01,
        default: 0.2,
      }),
      classes: integer({
        label: 'Classes',
        when: { path: 'task.shape', is: ['blobs'] },
        help: 'Number of clouds; used by Blobs only, the other shapes have two classes.',
        min: 2,
        max: 6,
        default: 3,
      }),
      points: integer({
        label: 'Training points',
        help: 'Points the teacher learns from; half as many more are kept for validation.',
        min: 50,
        max: 5000,
        scale: 'log',
        default: 600,
      }),
    },
    models: ['mlp'],
    defaults: {
      'teacher.hidden': [32, 32],
      'teacher.activation': 'tanh',
      'student.hidden': [8, 8],
      'assistant.hidden': [16, 16],
      'assistant.activation': 'tanh',
      'student.activation': 'tanh',
      'distill.labels': 6,
      'distill.temperature': 2,
      'train.learningRate': 0.01,
      'train.batchSize': 128,
      'train.teacherSteps': 400,
      'train.assistantSteps': 600,
      'train.studentSteps': 600,
    },
    needsData: false,
    seedDraws: 'the points, and which of them have their labels in sight',
    writes: false,
  },
  table: {
    label: 'Your table',
    summary:
      'Your own CSV: a text column or number columns, and the column to predict. It never leaves this tab.',
    params: {
      label: text({
        label: 'Label column',
        help: 'Name of the column to predict; empty lets the playground guess.',
        maxLength: 100,
        default: '',
      }),
      inputs: text({
        label: 'Input columns',
        help: 'Name of one text column, or names of number columns joined by commas; empty lets the playground guess.',
        maxLength: 4000,
        default: '',
      }),
      skipBadRows: toggle({
        label: 'Leave out unusable rows',
        help: 'Rows with an empty cell, a wrong number of cells or something that is not a number are left out instead of refused.',
        default: false,
      }),
    },
    models: ['mlp'],
    defaults: { 'teacher.hidden': [64], 'assistant.hidden': [32], 'student.hidden': [16] },
    needsData: true,
    seedDraws: 'which rows are kept for validation, and which have their labels in sight',
    writes: false,
  },
  text: {
    label: 'Text',
    summary: 'Small language models, trained on text from nothing.',
    params: {
      corpus: choice({
        label: 'Text',
        help: 'What the models read.',
        options: corpora,
        default: 'arithmetic',
      }),
      tokenizer: choice({
        label: 'Tokens',
        when: { path: 'task.corpus', is: ['fables', 'own'] },
        help: 'What the text is cut into. The grammars come in words of their own.',
        options: tokenizers,
        default: 'characters',
      }),
      vocabSize: integer({
        label: 'Vocabulary',
        when: { path: 'task.tokenizer', is: ['bpe'] },
        help: 'Number of tokens that byte-pair encoding may make.',
        min: 260,
        max: 4096,
        scale: 'log',
        unit: 'tokens',
        default: 512,
      }),
      blockSize: integer({
        label: 'Context',
        help: 'Tokens that a model sees at once.',
        min: leastContext,
        max: 256,
        scale: 'log',
        unit: 'tokens',
        default: 16,
      }),
      digits: integer({
        label: 'Digits',
        when: { path: 'task.corpus', is: ['arithmetic'] },
        help: 'Largest number of digits in a sum; arithmetic only.',
        min: 1,
        max: 3,
        default: 2,
      }),
      reversed: toggle({
        label: 'Answers backwards',
        when: { path: 'task.corpus', is: ['arithmetic'] },
        help: 'Writes the last digit first, the order in which carries arise; arithmetic only.',
        default: true,
      }),
      padded: toggle({
        label: 'Leading zeros',
        when: { path: 'task.corpus', is: ['arithmetic'] },
        help: 'Writes 7 as 07: each digit has a place of its own, which small models need; arithmetic only.',
        default: true,
      }),
    },
    models: ['gpt'],
    defaults: {
      'teacher.nEmbd': 64,
      'teacher.nLayer': 2,
      'student.nEmbd': 32,
      'student.nLayer': 2,
      'assistant.nEmbd': 48,
      'assistant.nLayer': 2,
      'distill.labels': 500,
      'distill.temperature': 1,
      'distill.alpha': 0.8,
      'train.learningRate': 0.004,
      'train.batchSize': 64,
      'train.teacherSteps': 1000,
      'train.assistantSteps': 1000,
      'train.studentSteps': 1000,
      'train.evalEvery': 50,
      'train.schedule': 'cosine',
      'train.warmupSteps': 50,
    },
    needsData: false,
    seedDraws: 'the split into texts to learn and held-out ones (of a grammar: the sentences themselves)',
    writes: true,
  },
} as const satisfies Record<string, TaskRow>;

export type TaskKind = keyof typeof tasks;
export const taskKinds = Object.keys(tasks) as TaskKind[];
export const taskRow = (kind: TaskKind): TaskRow => tasks[kind];
export type TaskConfig = {
  [K in TaskKind]: { readonly kind: K } & Values<(typeof tasks)[K]['params']>;
}[TaskKind];
