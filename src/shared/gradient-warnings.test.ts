// What is said of settings that shrink the teacher's gradient, and that nothing is said of the others.

import { describe, expect, it } from 'vitest';
import { configFrom, type Settings } from './config.ts';
import { gradientWarnings } from './gradient-warnings.ts';

const warningsOf = (settings: Settings): string[] => {
  const { config, problems } = configFrom(settings);
  expect(problems).toEqual([]);
  return gradientWarnings(config);
};

describe('settings that shrink the gradient', () => {
  it('are named with how much', () => {
    expect(warningsOf({ 'distill.temperature': 8, 'distill.tSquared': false })).toEqual([
      expect.stringContaining('T = 8 is about 64 times smaller'),
    ]);
    expect(warningsOf({ 'distill.loss': 'jsd', 'distill.beta': 0.02 })).toEqual([
      expect.stringContaining('about 51 times smaller'),
    ]);
  });

  it.each([
    ['the defaults', {}],
    ['T² in place', { 'distill.temperature': 8 }],
    ['no T² at T = 1', { 'distill.temperature': 1, 'distill.tSquared': false }],
    ['a loss that T does not touch', { 'distill.loss': 'logitMse', 'distill.tSquared': false }],
    ['JSD in the middle', { 'distill.loss': 'jsd', 'distill.beta': 0.5 }],
    ['JSD kept steady', { 'distill.loss': 'jsd', 'distill.beta': 0.02, 'distill.steady': true }],
    [
      'no teacher at all',
      { 'distill.loss': 'labelsOnly', 'distill.temperature': 8, 'distill.tSquared': false },
    ],
  ] as const)('are not seen in %s', (_, settings) => {
    expect(warningsOf(settings)).toEqual([]);
  });
});
