// Tests of the generated messages: reproducible, balanced, unique, well formed. Must not touch features or models.

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { generateMessages, wordCount, wordLimits } from './generate.ts';
import { closers, connectors, fillers, intents, lateConnectors, openers, pairs, slots } from './grammar.ts';

/** A stream of uniform numbers in [0, 1) that depends on `seed` alone. */
function stream(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** Number of messages of each intent. */
function countByIntent(messages: readonly { readonly intent: number }[]): number[] {
  return intents.map((_, index) => messages.filter(({ intent }) => intent === index).length);
}

const messages = generateMessages(5000, stream(1));
const texts = messages.map(({ text }) => text);
const templates = intents.flatMap((intent) => intent.templates);
const slotsIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

describe('grammar', () => {
  it('has 30 to 45 different templates per intent, none shared', () => {
    for (const { templates: own } of intents) {
      expect(own.length).toBeGreaterThanOrEqual(30);
      expect(own.length).toBeLessThanOrEqual(45);
    }
    expect(new Set(templates).size).toBe(templates.length);
  });

  it('defines every slot that is used and uses every slot that is defined', () => {
    const used = [...templates, ...openers, ...closers, ...Object.values(slots).flat()].flatMap(slotsIn);
    expect([...new Set(used)].sort()).toEqual(Object.keys(slots).sort());
  });

  it('has no slot that leads back to itself', () => {
    const visit = (slot: string, path: readonly string[]): void => {
      expect(path).not.toContain(slot);
      for (const filler of slots[slot] ?? [])
        for (const inner of slotsIn(filler)) visit(inner, [...path, slot]);
    };
    for (const slot of Object.keys(slots)) visit(slot, []);
  });

  it('has no empty filler and no slot where none is filled', () => {
    expect([...Object.values(slots).flat(), ...openers, ...closers, ...fillers]).not.toContain('');
    expect([...fillers, ...connectors, ...lateConnectors].flatMap(slotsIn)).toEqual([]);
  });

  it('never pairs an intent with itself', () => {
    for (const [main, seconds] of Object.entries(pairs)) expect(seconds).not.toContain(main);
  });
});

describe('generateMessages', () => {
  it('gives equal messages for equal streams and others for another seed', () => {
    expect(generateMessages(300, stream(7))).toEqual(generateMessages(300, stream(7)));
    expect(generateMessages(300, stream(8))).not.toEqual(generateMessages(300, stream(7)));
  });

  it.each([0, 1, 7, 8, 1001])('balances the intents of %i messages to within one', (count) => {
    const counts = countByIntent(generateMessages(count, stream(3)));
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(count);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('shuffles the intents, so that the first 4,000 hold about 500 of each', () => {
    for (const n of countByIntent(messages.slice(0, 4000))) expect(Math.abs(n - 500)).toBeLessThan(60);
  });

  it('never repeats a text, not even in other case or punctuation', () => {
    expect(new Set(texts).size).toBe(5000);
    expect(new Set(texts.map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))).size).toBe(5000);
  });

  it('leaves no brace, digit mark, double space or outer space behind', () => {
    expect(texts.filter((text) => /[{}#]|\s\s|^\s|\s$|undefined/.test(text))).toEqual([]);
  });

  it('keeps to the word limits', () => {
    const counts = texts.map(wordCount);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(wordLimits.min);
    expect(Math.max(...counts)).toBeLessThanOrEqual(wordLimits.max);
  });

  it('makes two requests in 16 to 20 % of the messages, always of a pair in the table', () => {
    const two = messages.filter(({ second }) => second !== null);
    expect(two.length / messages.length).toBeGreaterThan(0.16);
    expect(two.length / messages.length).toBeLessThan(0.2);
    const names = two.map(({ intent, second }) => [intents[intent]?.id, intents[second ?? -1]?.id] as const);
    const known = Object.entries(pairs).flatMap(([main, seconds]) =>
      seconds.map((second) => `${main}+${second}`),
    );
    expect([...new Set(names.map((name) => name.join('+')))].sort()).toEqual(known.sort());
  });

  it('writes 20,000 messages without an error', () => {
    expect(generateMessages(20_000, stream(5))).toHaveLength(20_000);
  });

  it('stops with an error where the random source is stuck', () => {
    expect(() => generateMessages(16, () => 0)).toThrow(/No new message/);
  });
});
