// What the automaton of small grammars must say, calculated by hand, and rules that are refused.

import { describe, expect, it } from 'vitest';
import { following, grammarOf } from './grammar.testing.ts';
import { compileRules, type Rules } from './rules.ts';
import { grammarTokenizer } from './words.ts';

describe('small grammars, by hand', () => {
  it('weighs what a prefix leaves possible', () => {
    const grammar = grammarOf({
      S: [
        [3, 'x One .'],
        [1, 'x Two .'],
      ],
      One: [[1, 'y']],
      Two: [[1, 'y y']],
    });
    expect(following(grammar, 'x')).toEqual({ y: 1 });
    expect(following(grammar, 'x y')).toEqual({ '.': 0.75, y: 0.25 });
    expect(following(grammar, 'x y y')).toEqual({ '.': 1 });
    expect(following(grammar, 'x y.')).toEqual({ x: 1 });
    // One choice per sentence, of 3 or 4 tokens.
    const choice = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
    expect(grammar.meanLength()).toBeCloseTo(3.25, 12);
    expect(grammar.entropyPerToken()).toBeCloseTo(choice / 3.25, 12);
    expect(grammar.logProbability(grammarTokenizer(grammar).encode('x y y. x y'))).toBeCloseTo(
      Math.log(0.25),
      12,
    );
  });

  it('sums what ends in the same place', () => {
    // "y" comes from both symbols, which differ only in weight behind it.
    const grammar = grammarOf({
      S: [
        [1, 'A'],
        [1, 'B'],
      ],
      A: [[1, 'y C']],
      B: [
        [0.5, 'y D'],
        [0.5, 'z .'],
      ],
      C: [
        [1, 'u .'],
        [1, 'v .'],
      ],
      D: [
        [1, 'u .'],
        [3, 'w .'],
      ],
    });
    expect(following(grammar, '')).toEqual({ y: 0.75, z: 0.25 });
    const behind = following(grammar, 'y');
    expect(behind.u).toBeCloseTo((2 / 3) * 0.5 + (1 / 3) * 0.25, 12);
    expect(behind.v).toBeCloseTo((2 / 3) * 0.5, 12);
    expect(behind.w).toBeCloseTo((1 / 3) * 0.75, 12);
  });

  it('allows sentences of any length', () => {
    const grammar = grammarOf({
      S: [
        [1, 'x S'],
        [1, '.'],
      ],
    });
    expect(grammar.states).toBe(1);
    expect(grammar.meanLength()).toBeCloseTo(2, 12);
    expect(grammar.entropyPerToken()).toBeCloseTo(Math.log(2), 12);
  });

  it('refuses rules without sense', () => {
    const recursion: Rules = { S: [[1, 'S x']] };
    expect(() => compileRules(recursion)).toThrow(/back to itself/);
    expect(() => compileRules({ S: [[1, 'x']] })).toThrow(/without "\."/);
    expect(() => compileRules({ S: [[1, 'x . y .']] })).toThrow(/goes on/);
    expect(() =>
      compileRules({
        S: [[1, 'N .']],
        N: [
          [1, 'x N y'],
          [1, ''],
        ],
      }),
    ).toThrow(/states/);
    expect(() => grammarOf({ S: [[1, 'x S']] })).toThrow(/without end/);
  });
});
