// What the project's own grammars promise: agreement, nesting, two humps; and what they tell of wrong input.

import { describe, expect, it } from 'vitest';
import { following, grammarOf } from './grammar.testing.ts';
import { bimodalRules, englishRules, notes } from './languages.ts';
import { grammarTokenizer } from './words.ts';

const english = grammarOf(englishRules());
const tokenizer = grammarTokenizer(english);

describe('the English grammar', () => {
  const singular = [
    'sees',
    'follows',
    'likes',
    'eats',
    'shares',
    'carries',
    'hides',
    'sleeps',
    'sings',
    'runs',
  ];
  const plural = ['see', 'follow', 'like', 'eat', 'share', 'carry', 'hide', 'sleep', 'sing', 'run'];
  const verbsIn = (chances: Record<string, number>, verbs: string[]) =>
    verbs.filter((verb) => verb in chances);

  it.each([
    ['the dog', singular, plural],
    ['the small dogs', plural, singular],
    ['the dogs that see the cat', plural, singular],
    ['the dog that the cats see', singular, plural],
    ['the dogs that the cat that the birds follow sees', plural, singular],
  ])('wants a verb that agrees behind "%s"', (text, right, wrong) => {
    const chances = following(english, text);
    expect(verbsIn(chances, right)).toEqual(right);
    expect(verbsIn(chances, wrong)).toEqual([]);
  });

  it('wants the verb of a relative clause to agree with its own subject', () => {
    expect(verbsIn(following(english, 'a dog eats the cakes that the cats'), plural)).toEqual([
      'eat',
      'share',
    ]);
    expect(verbsIn(following(english, 'a dog eats the cakes that the cats'), singular)).toEqual([]);
    expect(verbsIn(following(english, 'the dog that the cats that'), ['sees', 'see'])).toEqual(['see']);
  });

  it('nests no deeper than asked', () => {
    const nested = 'the dog that the cat that the bird';
    expect('that' in following(english, 'the dog that the cat')).toBe(true);
    expect('that' in following(english, nested)).toBe(false);
    expect('that' in following(grammarOf(englishRules(1)), 'the dog that the cat')).toBe(false);
  });

  it('tells what cannot be', () => {
    const wrong = tokenizer.encode('the dog see');
    expect(english.logProbability(wrong)).toBe(Number.NEGATIVE_INFINITY);
    expect([...english.statesOf(wrong)].map((state) => state < 0)).toEqual([false, false, false, true]);
    expect(() => english.nextDistribution(wrong)).toThrow(
      expect.objectContaining({
        name: 'BadSetting',
        message: '"see" (word 3) cannot come there in this grammar.',
      }),
    );
    expect(() => english.nextDistribution([999])).toThrow(/token 999/);
    expect(english.step(-1, 0)).toBe(-1);
    expect(() => tokenizer.encode('the zebra sleeps.')).toThrow(
      expect.objectContaining({ name: 'BadSetting', message: expect.stringContaining('zebra') }),
    );
  });

  it('reads capitals and other blanks', () => {
    const text = 'the dog sleeps.\na cat';
    expect(tokenizer.decode(tokenizer.encode('The  dog\tsleeps . A cat'))).toBe(text);
    expect(tokenizer.tokenText(english.end)).toBe('.');
    expect(() => tokenizer.decode([61])).toThrow(/is no token/);
  });
});

describe('the bimodal grammar', () => {
  it('has two far-apart humps behind every note', () => {
    const grammar = grammarOf(bimodalRules(0.1));
    const place = (id: number) => (id + notes.length) % notes.length;
    notes.forEach((note, id) => {
      const chances = grammar.nextDistribution(grammarTokenizer(grammar).encode(note));
      const hump = (centre: number) => [-1, 0, 1].map((k) => chances[place(centre + k)] ?? 0);
      for (const [centre, weight] of [
        [id + 8, 0.55],
        [id - 8, 0.45],
      ] as const) {
        hump(centre).forEach((p, k) => {
          expect(p).toBeCloseTo(0.9 * weight * ([0.25, 0.5, 0.25][k] ?? 0), 12);
        });
      }
      expect(chances.filter((p) => p > 0)).toHaveLength(7);
      expect(chances[grammar.end]).toBeCloseTo(0.1, 12);
    });
  });
});
