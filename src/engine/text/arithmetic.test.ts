// The additions and subtractions: all right, none in both sides, scored as written.

import { describe, expect, it } from 'vitest';
import {
  type ArithmeticConfig,
  arithmeticProblems,
  corpusOf,
  exactMatch,
  isRight,
  type Problem,
  problemOf,
  problemText,
  readAnswer,
  writeAnswer,
} from './arithmetic.ts';

const configs: ArithmeticConfig[] = ([1, 2, 3] as const).flatMap((digits) =>
  (['add', 'both'] as const).flatMap((operations) =>
    [false, true].map((reversed) => ({ digits, operations, reversed, maxPairs: 6000 })),
  ),
);
const pairOf = ({ left, right }: Problem): string => `${Math.min(left, right)},${Math.max(left, right)}`;

describe.each(configs)('problems of $digits digits, $operations, reversed $reversed', (config) => {
  const { train, heldOut } = arithmeticProblems(config, 5);

  it('have the right answers', () => {
    const wrong = [...train, ...heldOut].filter((problem) => {
      const [, left, sign, right, answer = ''] =
        /^(\d+)([+-])(\d+)=(\d+)\n$/.exec(problemText(problem)) ?? [];
      const value = sign === '+' ? Number(left) + Number(right) : Number(left) - Number(right);
      const written = config.reversed ? [...answer].reverse().join('') : answer;
      // Compared as text: leading zeros would be wrong.
      return written !== String(value) || !(Math.max(Number(left), Number(right)) < 10 ** config.digits);
    });
    expect(wrong).toEqual([]);
  });

  it('share no unordered pair between training and held out', () => {
    const trained = new Set(train.map(pairOf));
    expect(heldOut.length).toBeGreaterThan(0);
    expect(heldOut.filter((problem) => trained.has(pairOf(problem)))).toEqual([]);
  });

  it('occur once each, in the same order for the same seed', () => {
    const texts = [...train, ...heldOut].map(problemText);
    expect(new Set(texts).size).toBe(texts.length);
    const again = arithmeticProblems(config, 5);
    expect(corpusOf(again.train)).toBe(corpusOf(train));
    expect(corpusOf(again.heldOut)).toBe(corpusOf(heldOut));
    expect(corpusOf(arithmeticProblems(config, 6).train)).not.toBe(corpusOf(train));
  });
});

describe('the problems', () => {
  it('are all pairs where they are few enough', () => {
    const count = (digits: 1 | 2, operations: 'add' | 'both') => {
      const { train, heldOut } = arithmeticProblems({ digits, operations }, 1);
      return train.length + heldOut.length;
    };
    expect(count(1, 'add')).toBe(100);
    expect(count(1, 'both')).toBe(155);
    expect(count(2, 'add')).toBe(10_000);
    expect(count(2, 'both')).toBe(15_050);
  });

  it('are split by the wanted share', () => {
    const { heldOut } = arithmeticProblems({ digits: 2, operations: 'both', heldOutShare: 0.1 }, 1);
    expect(new Set(heldOut.map(pairOf)).size).toBe(505);
  });

  it('know their carries and borrows', () => {
    expect(problemOf(47, '+', 85)).toMatchObject({ prompt: '47+85=', answer: '132', carries: 2 });
    expect(problemOf(47, '+', 85, { reversed: true }).answer).toBe('231');
    expect(problemOf(7, '+', 5, { width: 2 })).toMatchObject({ prompt: '07+05=', answer: '012', carries: 1 });
    expect(problemOf(7, '-', 5, { width: 2, reversed: true })).toMatchObject({
      prompt: '07-05=',
      answer: '200',
    });
    expect(problemOf(12, '+', 34).carries).toBe(0);
    expect(problemOf(999, '+', 1).carries).toBe(3);
    expect(problemOf(90, '-', 27)).toMatchObject({ answer: '63', carries: 1 });
    expect(problemOf(100, '-', 1).carries).toBe(2);
    expect(problemOf(98, '-', 27).carries).toBe(0);
    expect(problemOf(5, '-', 5)).toMatchObject({ answer: '0', carries: 0 });
  });

  it('refuse settings that leave a side empty', () => {
    for (const wrong of [{ maxPairs: 1 }, { maxPairs: 2.5 }, { heldOutShare: 0 }, { heldOutShare: 1 }]) {
      expect(() => arithmeticProblems({ digits: 1, operations: 'add', ...wrong }, 1)).toThrow(
        expect.objectContaining({ name: 'BadSetting' }),
      );
    }
    const tiny = arithmeticProblems({ digits: 1, operations: 'add', maxPairs: 2, heldOutShare: 0.999 }, 1);
    expect(tiny.train.length).toBeGreaterThan(0);
    expect(tiny.heldOut.length).toBeGreaterThan(0);
  });
});

describe('scoring', () => {
  const problem = problemOf(47, '+', 85);

  it('wants every digit and nothing else before the line end', () => {
    expect(isRight(problem, '132')).toBe(true);
    expect(isRight(problem, '132\n90-27=')).toBe(true);
    for (const wrong of ['', '\n132', '13', '1325', '132 ', ' 132', '231', '0132']) {
      expect(isRight(problem, wrong)).toBe(false);
    }
  });

  it('is the share of right answers', () => {
    const problems = [problem, problemOf(90, '-', 27), problemOf(1, '+', 1), problemOf(0, '+', 0)];
    expect(exactMatch(problems, ['132\n', '63\n', '3\n', '0'])).toBe(0.75);
    expect(() => exactMatch([], [])).toThrow(/cannot be scored/);
    expect(() => exactMatch(problems, ['132'])).toThrow(/cannot be scored/);
  });

  it('reads answers back', () => {
    expect(writeAnswer(120, { reversed: true })).toBe('021');
    expect(readAnswer('021', true)).toBe(120);
    expect(readAnswer('120', false)).toBe(120);
    expect(readAnswer(writeAnswer(7, { reversed: true, width: 2 }), true)).toBe(7);
    for (const wrong of ['', '1a', '-1', '1\n', '9'.repeat(16)]) expect(readAnswer(wrong, false)).toBeNull();
  });
});
