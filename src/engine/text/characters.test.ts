// The tokenizer of characters, and what all saved tokenizers refuse.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCharacters, charactersFromJson } from './characters.ts';
import { tokenizerFromJson } from './restore.ts';
import { anyText, longText } from './text.testing.ts';
import { encodeInParts } from './tokenizer.ts';

describe('characters', () => {
  it('gives each character of the corpus a token, sorted, and 256 to bytes', () => {
    const tokenizer = buildCharacters('banana 😀\n');
    expect(tokenizer.vocabSize).toBe(6 + 256);
    expect([...tokenizer.encode('\n ab')]).toEqual([0, 1, 2, 3]);
    expect([...tokenizer.encode('n😀')]).toEqual([4, 5]);
    expect(tokenizer.tokenText(0)).toBe('↵');
    expect(tokenizer.tokenText(5)).toBe('😀');
  });

  it('tells characters it has not seen by their bytes', () => {
    const tokenizer = buildCharacters('ab');
    expect([...tokenizer.encode('a€')]).toEqual([0, 2 + 0xe2, 2 + 0x82, 2 + 0xac]);
    expect(tokenizer.tokenText(2 + 0xe2)).toBe('⟨E2⟩');
    expect(tokenizer.decode([2 + 0xe2, 2 + 0x82, 0])).toBe('\ufffda');
  });

  it('round-trips any text with any corpus', () => {
    fc.assert(
      fc.property(anyText, anyText, (corpus, text) => {
        const tokenizer = buildCharacters(corpus);
        const ids = tokenizer.encode(text);
        expect(ids.every((id) => id >= 0 && id < tokenizer.vocabSize)).toBe(true);
        expect(tokenizer.decode(ids)).toBe(text);
        expect(tokenizer.decode(tokenizer.encode(corpus))).toBe(corpus);
      }),
      { numRuns: 300 },
    );
    const long = longText(2 ** 20, 2);
    const tokenizer = buildCharacters(long.slice(0, 2000));
    expect(tokenizer.decode(tokenizer.encode(long)) === long).toBe(true);
  });

  it('keeps the most frequent of too many characters', () => {
    const tokenizer = buildCharacters('zzyyyxa', 2);
    expect(tokenizer.vocabSize).toBe(2 + 256);
    expect([...tokenizer.encode('yz')]).toEqual([0, 1]);
    const many = Array.from({ length: 5000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    expect(buildCharacters(many).vocabSize).toBe(4096);
  });

  it('encodes in parts as it does at once', async () => {
    const text = `${'to be or not to be\n\n'.repeat(14_000)}\ud800 end `;
    const tokenizer = buildCharacters(text);
    let breaths = 0;
    const ids = await encodeInParts(tokenizer, text, async () => {
      breaths += 1;
    });
    // As text: comparing long arrays number by number takes seconds.
    expect(ids.join() === tokenizer.encode(text).join()).toBe(true);
    expect(breaths).toBeGreaterThan(3);
  });
});

describe('saved characters', () => {
  it('come back from JSON', () => {
    fc.assert(
      fc.property(anyText, anyText, (corpus, text) => {
        const tokenizer = buildCharacters(corpus);
        const copy = tokenizerFromJson(JSON.parse(JSON.stringify(tokenizer.toJson())));
        expect(copy.vocabSize).toBe(tokenizer.vocabSize);
        expect(copy.encode(text)).toEqual(tokenizer.encode(text));
      }),
      { numRuns: 50 },
    );
  });

  it('are refused where something is wrong, never with another error', () => {
    const refused = [
      null,
      7,
      [],
      {},
      { kind: 'characters' },
      { kind: 'characters', version: 2, characters: [] },
      { kind: 'characters', version: 1, characters: 'abc' },
      { kind: 'characters', version: 1, characters: [97, 97] },
      { kind: 'characters', version: 1, characters: [-1] },
      { kind: 'characters', version: 1, characters: [0x110000] },
      { kind: 'characters', version: 1, characters: [1.5] },
      { kind: 'characters', version: 1, characters: Array.from({ length: 4000 }, (_, i) => i) },
      { kind: 'words', version: 1 },
    ];
    for (const json of refused) {
      expect(() => tokenizerFromJson(json)).toThrow(expect.objectContaining({ name: 'BadFile' }));
    }
    fc.assert(
      fc.property(fc.jsonValue(), (characters) => {
        try {
          charactersFromJson({ kind: 'characters', version: 1, characters });
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'BadFile' });
        }
      }),
    );
  });

  it('refuse ids that are no token', () => {
    const tokenizer = buildCharacters('ab');
    for (const id of [-1, 258, 0.5, Number.NaN]) {
      expect(() => tokenizer.decode([id])).toThrow(/is no token/);
      expect(() => tokenizer.tokenText(id)).toThrow(/is no token/);
    }
  });
});
