// The split of a running text: nothing in both sides, a gap between them, clear refusals.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fork } from '../rng.ts';
import { checkTokens, splitText } from './split.ts';

/** Text whose every stretch of 16 characters occurs once: numbers in order. */
const countingText = (length: number): string =>
  Array.from({ length: Math.ceil(length / 8) }, (_, i) => `${String(i).padStart(7, '0')} `)
    .join('')
    .slice(0, length);

/** Start and end of each piece in `text`. */
const placesIn = (text: string, parts: readonly string[]): [number, number][] =>
  parts.map((part) => {
    const at = text.indexOf(part);
    expect(at).toBeGreaterThanOrEqual(0);
    return [at, at + part.length];
  });

const documents = (count: number, seed: number): string[] => {
  const random = fork(seed, 'documents');
  return Array.from({ length: count }, (_, i) => `Story ${i}. ${'word '.repeat(5 + random.below(60))}end`);
};

const badFile = (part: RegExp) =>
  expect.objectContaining({ name: 'BadFile', message: expect.stringMatching(part) });

describe('split by blocks', () => {
  it('leaves a gap of at least the context between training and validation', () => {
    const settings = fc.record({
      length: fc.integer({ min: 200, max: 60_000 }),
      blockSize: fc.integer({ min: 16, max: 128 }),
      validationShare: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(settings, ({ length, ...options }) => {
        fc.pre(length >= 3 * options.blockSize + 5);
        const text = countingText(length);
        const split = splitText(text, options);
        expect(split.by).toBe('blocks');
        expect(split.train.length).toBeGreaterThan(0);
        expect(split.validation.length).toBeGreaterThan(0);
        const sizes = [...split.train, ...split.validation].map((part) => part.length);
        expect(Math.min(...sizes)).toBeGreaterThan(options.blockSize);
        const trained = placesIn(text, split.train);
        const gaps = placesIn(text, split.validation).flatMap(([from, to]) =>
          trained.map(([start, end]) => Math.max(start - to, from - end)),
        );
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(options.blockSize);
      }),
    );
  });

  it('keeps about the wanted share, and nearly all of the rest', () => {
    const text = countingText(200_000);
    const { train, validation } = splitText(text, { blockSize: 64, seed: 1, validationShare: 0.1 });
    const length = (parts: readonly string[]) => parts.reduce((sum, part) => sum + part.length, 0);
    expect(length(validation) / text.length).toBeCloseTo(0.1, 3);
    expect(length(train) / text.length).toBeGreaterThan(0.88);
    expect(validation).toHaveLength(8);
  });

  it('tears no surrogate pair', () => {
    for (let seed = 0; seed < 50; seed++) {
      const text = 'x'.repeat(seed % 3) + '😀'.repeat(3000);
      const { train, validation } = splitText(text, { blockSize: 32, seed });
      for (const part of [...train, ...validation]) {
        expect(part).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
        expect(part.length).toBeGreaterThan(32);
      }
    }
  });

  it('takes the shortest text that fits, and no shorter one', () => {
    const { train, validation } = splitText(countingText(3 * 50 + 5), { blockSize: 50, seed: 1 });
    expect(train.map((part) => part.length)).toEqual([52]);
    expect(validation.map((part) => part.length)).toEqual([52]);
    expect(() => splitText(countingText(3 * 50 + 4), { blockSize: 50, seed: 1 })).toThrow(
      badFile(/154 characters; with a context of 50 at least 155 are needed/),
    );
    // A text with a few blank lines is not yet a collection of documents.
    expect(splitText(documents(5, 1).join('\n\n'), { blockSize: 16, seed: 1 }).by).toBe('blocks');
  });
});

describe('split by documents', () => {
  const stories = documents(200, 2);

  it.each(['\n\n', '\r\n\r\n', '\n \t\n\n'])(
    'puts each whole document on one side, parted by %j',
    (blank) => {
      const { by, train, validation } = splitText(stories.join(blank), { blockSize: 32, seed: 3 });
      expect(by).toBe('documents');
      const [inTrain, inValidation] = [train, validation].map((parts) => parts.join('').trim().split('\n\n'));
      expect([...(inTrain ?? []), ...(inValidation ?? [])].sort()).toEqual([...stories].sort());
      expect((inValidation ?? []).filter((story) => inTrain?.includes(story))).toEqual([]);
      const share = validation.join('').length / stories.join('\n\n').length;
      expect(share).toBeGreaterThan(0.09);
      expect(share).toBeLessThan(0.2);
    },
  );

  it('puts equal documents on the same side', () => {
    const twice = [...stories, ...stories].join('\n\n');
    for (let seed = 0; seed < 10; seed++) {
      const { train, validation } = splitText(twice, { blockSize: 32, seed });
      const [inTrain, inValidation] = [train, validation].map((parts) => parts.join('').trim().split('\n\n'));
      expect((inValidation ?? []).filter((story) => inTrain?.includes(story))).toEqual([]);
    }
  });

  it('falls back to blocks where one document is nearly all', () => {
    const text = [countingText(100_000), ...documents(12, 4).map((story) => story.slice(0, 10))].join('\n\n');
    expect(splitText(text, { blockSize: 32, seed: 1 }).by).toBe('blocks');
  });

  it('is the same for the same seed', () => {
    const text = stories.join('\n\n');
    const split = (seed: number) => splitText(text, { blockSize: 32, seed });
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
  });
});

describe('what cannot be split', () => {
  const options = { blockSize: 16, seed: 1, name: 'notes.txt' };

  it('is refused by name and value', () => {
    expect(() => splitText('', options)).toThrow(badFile(/^notes.txt is empty/));
    expect(() => splitText(' \n\n ', options)).toThrow(badFile(/empty or blank/));
    expect(() => splitText('a', options)).toThrow(badFile(/only one character/));
    expect(() => splitText('abcdefgh', options)).toThrow(badFile(/8 characters; with a context of 16/));
    for (const [length, remedy] of [
      [28, 'Choose a longer text.'],
      [29, 'Choose a longer text, or a context of at most 8.'],
    ] as const)
      expect(() => splitText('ab'.repeat(length).slice(0, length), options)).toThrow(
        expect.objectContaining({ failure: expect.objectContaining({ remedy }) }),
      );
    expect(() => splitText(`PK\u0003\u0004\0\0${'x'.repeat(500)}`, options)).toThrow(badFile(/binary/));
    expect(() => splitText('caf\ufffd '.repeat(100), options)).toThrow(badFile(/100 of its first 500/));
    expect(() => splitText('\u0001\u0002'.repeat(100), options)).toThrow(badFile(/unreadable/));
  });

  it('is refused in tokens too', () => {
    expect(() => checkTokens(16, 16, 'validation')).toThrow(
      badFile(/16 tokens; a context of 16 needs at least 17/),
    );
    expect(() => checkTokens(17, 16, 'validation')).not.toThrow();
  });

  it('is not confused with odd but real text', () => {
    expect(splitText('\u001b[1mbold\u001b[0m\ttext\f\r\n'.repeat(50), options).by).toBe('blocks');
    expect(splitText('日本語のテキスト。'.repeat(50), options).by).toBe('blocks');
  });

  it('refuses settings out of range', () => {
    for (const wrong of [
      { blockSize: 0 },
      { blockSize: 1.5 },
      { validationShare: 0 },
      { validationShare: 0.6 },
    ]) {
      expect(() => splitText('some text', { ...options, ...wrong })).toThrow(
        expect.objectContaining({ name: 'BadSetting' }),
      );
    }
  });
});
