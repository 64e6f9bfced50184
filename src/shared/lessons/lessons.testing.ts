// For tests: a small lesson, and what a run of it gave.

import { defaultConfig } from '../config.ts';
import type { Measured } from './figures.ts';
import type { Lesson, Prose, Step, WhichQuestion } from './lesson.ts';

export const prose = (text: string): Prose => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }];

export const question: WhichQuestion = {
  kind: 'which',
  ask: prose('Which is closer?'),
  wins: 'least',
  tooClose: 0.02,
  choices: ['cold', 'hot'].map((id) => ({
    id,
    says: id,
    figure: { figure: 'kl', lane: 'student', run: id },
    explains: prose(`${id} it is`),
  })),
  even: { says: 'even', explains: prose('too close to tell') },
  shown: { outcome: 'hot', margin: 0.1 },
};

export const step: Step = {
  id: 'warmth',
  title: 'Warmth',
  text: prose('Now run.'),
  settings: {},
  free: ['train.learningRate'],
  runs: ['cold', 'hot'].map((name) => ({
    name,
    label: name,
    settings: { 'distill.temperature': name === 'hot' ? 4 : 0.25 },
  })),
  play: false,
  panel: null,
  table: null,
  question,
  after: [],
};

export const aLesson: Lesson = {
  id: 'a-lesson',
  number: 1,
  version: 3,
  title: 'A lesson',
  about: 'About.',
  minutes: 5,
  settings: { 'train.teacherSteps': 10 },
  steps: [step],
  takeAlong: prose('This.'),
  sources: [],
};

/** A run whose student is so far from its teacher. */
export const measured = (kl: number): Measured => ({
  config: defaultConfig,
  inputs: 768,
  outputs: 8,
  at: (column) => (column === 'student.kl' ? kl : null),
  snapshots: {},
});
