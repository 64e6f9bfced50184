// Whatever lies in the browser's storage, a lesson opens.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, predict } from '../../shared/lessons/course.ts';
import { aLesson, step } from '../../shared/lessons/lessons.testing.ts';
import { readProgress } from './kept-progress.ts';

describe('kept progress', () => {
  it('comes back as it was', () => {
    const progress = {
      ...predict(begin(aLesson, 'abc123'), step, 'hot'),
      at: 1,
      runs: ['cold'],
      figures: { 'student.kl in cold': 0.2 },
    };
    expect(readProgress(JSON.parse(JSON.stringify(progress)))).toEqual(progress);
  });

  it('loses what is not what it should be, and nothing else', () => {
    const raw = {
      ...begin(aLesson, 'abc123'),
      at: -3,
      runs: ['cold', 7],
      predictions: { warmth: 'hot', other: { toString: 1 } },
      figures: { good: 1, bad: 'NaN', worse: null },
    };
    expect(readProgress(raw)).toMatchObject({
      at: 0,
      runs: ['cold'],
      predictions: { warmth: 'hot' },
      figures: { good: 1 },
    });
  });

  it('is nothing where it is something else', () => {
    expect(readProgress({ ...begin(aLesson, 'abc123'), tag: '<img>' })).toBeNull();
    fc.assert(fc.property(fc.jsonValue(), (raw) => void readProgress(raw)));
  });
});
