// The grammars' exact numbers against samples and against a sampler that knows no
// automaton.

import { describe, expect, it } from 'vitest';
import { fork, type Random } from '../rng.ts';
import { grammarOf } from './grammar.testing.ts';
import { type Grammar, sampleTokens } from './grammar.ts';
import { bimodalRules, englishRules } from './languages.ts';
import type { Rules } from './rules.ts';
import { grammarTokenizer } from './words.ts';

/** A sentence written from the rules top down, by choosing an alternative for each symbol. */
function derive(rules: Rules, random: Random, symbol = 'S'): string[] {
  const alternatives = rules[symbol];
  if (alternatives === undefined) return symbol === '' ? [] : [symbol];
  let left = random.uniform() * alternatives.reduce((sum, [weight]) => sum + weight, 0);
  const chosen = alternatives.find(([weight]) => {
    left -= weight;
    return left < 0;
  });
  return (chosen?.[1] ?? '').split(' ').flatMap((part) => derive(rules, random, part));
}

/**
 * Compares how often each word followed in each state with its true probability: the largest difference in
 * standard errors, of all counts expected to be 20 or more.
 */
function worstDeviation(grammar: Grammar, sentences: readonly ArrayLike<number>[]): number {
  const size = grammar.words.length;
  const counts = new Float64Array(grammar.states * size);
  let impossible = 0;
  for (const sentence of sentences) {
    const states = grammar.statesOf(sentence);
    if (states.includes(-1)) impossible += 1;
    for (let i = 0; i < sentence.length; i++) {
      const at = (states[i] ?? 0) * size + (sentence[i] ?? 0);
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  let worst = 0;
  for (let state = 0; state < grammar.states; state++) {
    const seen = counts.subarray(state * size, (state + 1) * size);
    const total = seen.reduce((sum, count) => sum + count, 0);
    grammar.distribution(state).forEach((p, word) => {
      if (total * p * (1 - p) < 20) return;
      const deviation = Math.abs((seen[word] ?? 0) - total * p) / Math.sqrt(total * p * (1 - p));
      worst = Math.max(worst, deviation);
    });
  }
  expect(impossible).toBe(0);
  return worst;
}

describe.each([
  ['english, depth 0', englishRules(0), 59],
  ['english, depth 1', englishRules(1), 60],
  ['english, depth 2', englishRules(2), 60],
  ['bimodal', bimodalRules(), 28],
])('%s', (_, rules, words) => {
  const grammar = grammarOf(rules);
  const random = fork(1, 'test');
  const sentences = Array.from({ length: 20_000 }, () => grammar.sample(random));

  it('has as many words as promised, none with a space', () => {
    expect(grammar.words).toHaveLength(words + 1);
    expect(grammar.words.join('')).toMatch(/^[a-z0-9]+\.$/);
    expect(new Set(grammar.words).size).toBe(words + 1);
  });

  it('sums to 1 at every prefix', () => {
    const totals = Array.from({ length: grammar.states }, (_, state) =>
      grammar.distribution(state).reduce((sum, p) => sum + p, 0),
    );
    expect(totals.filter((total) => Math.abs(total - 1) > 1e-12)).toEqual([]);
    for (const sentence of sentences.slice(0, 200)) {
      const wrong = Array.from(sentence).filter((token, i) => {
        const chances = grammar.nextDistribution(sentence.slice(0, i));
        const total = chances.reduce((sum, p) => sum + p, 0);
        return Math.abs(total - 1) > 1e-12 || !((chances[token] ?? 0) > 0);
      });
      expect(wrong).toEqual([]);
    }
  });

  it('is what its samples show', () => {
    expect(worstDeviation(grammar, sentences)).toBeLessThan(4.5);
  });

  it('is what writing sentences from the rules shows', () => {
    const idOf = new Map(grammar.words.map((word, id) => [word, id]));
    const own = fork(2, 'derive');
    const derived = Array.from({ length: 20_000 }, () =>
      derive(rules, own).map((word) => idOf.get(word) ?? -1),
    );
    expect(worstDeviation(grammar, derived)).toBeLessThan(4.5);
  });

  it('has the entropy that its samples show', () => {
    const rate = grammar.entropyPerToken();
    const tokens = sentences.reduce((sum, sentence) => sum + sentence.length, 0);
    // Per sentence: surprise less what its length promises; its mean is 0.
    const excess = sentences.map((sentence) => -grammar.logProbability(sentence) - rate * sentence.length);
    const mean = excess.reduce((sum, value) => sum + value, 0) / excess.length;
    const variance = excess.reduce((sum, value) => sum + (value - mean) ** 2, 0) / excess.length;
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / excess.length));
    expect(Math.abs(mean * excess.length) / tokens).toBeLessThan(0.01);
    expect(tokens / sentences.length / grammar.meanLength()).toBeCloseTo(1, 1);
  });

  it('adds the logarithms of the next words', () => {
    const text = sampleTokens(grammar, 3, fork(3, 'text'));
    let sum = 0;
    text.forEach((token, i) => {
      sum += Math.log(grammar.nextDistribution(text.slice(0, i))[token] ?? 0);
    });
    expect(grammar.logProbability(text)).toBeCloseTo(sum, 9);
    expect(grammar.logProbability([])).toBe(0);
  });

  it('draws the same sentences from the same seed', () => {
    const text = (seed: number) => sampleTokens(grammar, 20, fork(seed, 'text'));
    expect(text(1)).toEqual(text(1));
    expect(text(1)).not.toEqual(text(2));
  });

  it('round-trips through its tokenizer', () => {
    const words = grammarTokenizer(grammar);
    const tokens = sampleTokens(grammar, 50, fork(4, 'text'));
    expect(words.encode(words.decode(tokens))).toEqual(tokens);
    const text = words.decode(tokens);
    expect(words.decode(words.encode(text))).toBe(text);
  });
});
