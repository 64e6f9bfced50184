// Written by `npm run measure:cases`: change nothing by hand.

import type { CaseId, MeasuredCase } from './cases.ts';

export const measured: Readonly<Record<CaseId, MeasuredCase>> = {
  fewLabels: {
    hash: 'v=1',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.938, student: 0.915, control: 0.592 },
      { seed: 2, teacher: 0.94, student: 0.915, control: 0.625 },
      { seed: 3, teacher: 0.935, student: 0.898, control: 0.567 },
      { seed: 4, teacher: 0.93, student: 0.916, control: 0.635 },
      { seed: 5, teacher: 0.926, student: 0.902, control: 0.667 },
    ],
  },
  tenthLabelled: {
    hash: 'v=1&distill.labels=400',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.938, student: 0.919, control: 0.787 },
      { seed: 2, teacher: 0.94, student: 0.917, control: 0.807 },
      { seed: 3, teacher: 0.935, student: 0.902, control: 0.786 },
      { seed: 4, teacher: 0.93, student: 0.911, control: 0.813 },
      { seed: 5, teacher: 0.926, student: 0.905, control: 0.779 },
    ],
  },
  allLabels: {
    hash: 'v=1&distill.labels=4000',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.938, student: 0.914, control: 0.927 },
      { seed: 2, teacher: 0.94, student: 0.918, control: 0.93 },
      { seed: 3, teacher: 0.935, student: 0.9, control: 0.919 },
      { seed: 4, teacher: 0.93, student: 0.91, control: 0.92 },
      { seed: 5, teacher: 0.926, student: 0.904, control: 0.916 },
    ],
  },
  sameSize: {
    hash: 'v=1&student.hidden=128&distill.labels=4000',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.938, student: 0.929, control: 0.939 },
      { seed: 2, teacher: 0.94, student: 0.931, control: 0.941 },
      { seed: 3, teacher: 0.935, student: 0.916, control: 0.933 },
      { seed: 4, teacher: 0.93, student: 0.921, control: 0.932 },
      { seed: 5, teacher: 0.926, student: 0.912, control: 0.927 },
    ],
  },
  tinyStudent: {
    hash: 'v=1&student.hidden=4&distill.labels=4000',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.938, student: 0.599, control: 0.714 },
      { seed: 2, teacher: 0.94, student: 0.608, control: 0.655 },
      { seed: 3, teacher: 0.935, student: 0.656, control: 0.685 },
      { seed: 4, teacher: 0.93, student: 0.662, control: 0.709 },
      { seed: 5, teacher: 0.926, student: 0.65, control: 0.701 },
    ],
  },
  weakTeacher: {
    hash: 'v=1&train.teacherSteps=60',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.754, student: 0.695, control: 0.592 },
      { seed: 2, teacher: 0.789, student: 0.722, control: 0.625 },
      { seed: 3, teacher: 0.754, student: 0.687, control: 0.567 },
      { seed: 4, teacher: 0.787, student: 0.714, control: 0.635 },
      { seed: 5, teacher: 0.746, student: 0.692, control: 0.667 },
    ],
  },
  ignorantTeacher: {
    hash: 'v=1&train.teacherSteps=0',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.112, student: 0.296, control: 0.592 },
      { seed: 2, teacher: 0.111, student: 0.297, control: 0.625 },
      { seed: 3, teacher: 0.132, student: 0.293, control: 0.567 },
      { seed: 4, teacher: 0.16, student: 0.325, control: 0.635 },
      { seed: 5, teacher: 0.155, student: 0.276, control: 0.667 },
    ],
  },
  fewPoints: {
    hash: 'v=1&task.kind=plane',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.95, student: 0.94333, control: 0.81667 },
      { seed: 2, teacher: 0.93333, student: 0.92, control: 0.73 },
      { seed: 3, teacher: 0.93333, student: 0.93, control: 0.86667 },
      { seed: 4, teacher: 0.93667, student: 0.94333, control: 0.51 },
      { seed: 5, teacher: 0.93333, student: 0.93, control: 0.85333 },
      { seed: 6, teacher: 0.95, student: 0.96, control: 0.76333 },
      { seed: 7, teacher: 0.96, student: 0.96, control: 0.82333 },
      { seed: 8, teacher: 0.95667, student: 0.96333, control: 0.78 },
      { seed: 9, teacher: 0.95667, student: 0.95333, control: 0.47667 },
      { seed: 10, teacher: 0.92333, student: 0.93667, control: 0.86333 },
    ],
  },
  noisyData: {
    hash: 'v=1&task.kind=plane&task.noise=0.4&distill.labels=600',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.82333, student: 0.83, control: 0.83333 },
      { seed: 2, teacher: 0.81667, student: 0.82, control: 0.82333 },
      { seed: 3, teacher: 0.78667, student: 0.79333, control: 0.79333 },
      { seed: 4, teacher: 0.85667, student: 0.85667, control: 0.85333 },
      { seed: 5, teacher: 0.84667, student: 0.84, control: 0.85333 },
      { seed: 6, teacher: 0.89, student: 0.88, control: 0.87333 },
      { seed: 7, teacher: 0.88333, student: 0.88333, control: 0.88333 },
      { seed: 8, teacher: 0.81333, student: 0.81667, control: 0.82 },
      { seed: 9, teacher: 0.83333, student: 0.83667, control: 0.84 },
      { seed: 10, teacher: 0.82333, student: 0.84, control: 0.83333 },
    ],
  },
  languageFew: {
    hash: 'v=1&task.kind=text',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.99609, student: 0.99023, control: 0.64258 },
      { seed: 2, teacher: 1, student: 0.99219, control: 0.62695 },
      { seed: 3, teacher: 0.99414, student: 0.99219, control: 0.69336 },
    ],
  },
  languageTextOnly: {
    hash: 'v=1&task.kind=text&distill.loss=sequenceNll&distill.source=teacher',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.99609, student: 0.98242, control: 0.64258 },
      { seed: 2, teacher: 1, student: 0.98047, control: 0.62695 },
      { seed: 3, teacher: 0.99414, student: 0.96289, control: 0.69336 },
    ],
  },
  languageAll: {
    hash: 'v=1&task.kind=text&distill.labels=12038',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.99609, student: 0.93359, control: 0.69727 },
      { seed: 2, teacher: 1, student: 0.99805, control: 0.96289 },
      { seed: 3, teacher: 0.99414, student: 0.92578, control: 0.10547 },
      { seed: 4, teacher: 0.90039, student: 0.92578, control: 0.99414 },
      { seed: 5, teacher: 0.99805, student: 0.98438, control: 0.80273 },
    ],
  },
  grammarFew: {
    hash: 'v=1&task.kind=text&task.corpus=grammar&distill.labels=200&train.teacherSteps=500&train.studentSteps=300',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 0.026029, student: 0.080596, control: 0.31211 },
      { seed: 2, teacher: 0.026767, student: 0.086301, control: 0.29965 },
      { seed: 3, teacher: 0.03118, student: 0.085764, control: 0.31153 },
      { seed: 4, teacher: 0.028834, student: 0.089803, control: 0.28987 },
      { seed: 5, teacher: 0.029231, student: 0.079703, control: 0.32706 },
    ],
  },
  storiesAll: {
    hash: 'v=1&task.kind=text&task.corpus=fables&task.blockSize=64&distill.labels=5000&train.batchSize=16&train.teacherSteps=800&train.studentSteps=800',
    backend: 'wasm',
    seeds: [
      { seed: 1, teacher: 1.5178, student: 2.0896, control: 1.9432 },
      { seed: 2, teacher: 1.6091, student: 1.6919, control: 1.8137 },
      { seed: 3, teacher: 1.6126, student: 2.4428, control: 1.7709 },
    ],
  },
};
