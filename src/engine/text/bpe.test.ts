// Byte-pair encoding against plain, slow implementations written here, an example by hand, and its limits in
// time.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fork } from '../rng.ts';
import { bpeFromJson, bpeFromMerges, trainBpe } from './bpe.ts';
import { learnMerges } from './bpe-train.ts';
import { encodeBytes } from './bytes.ts';
import { pieceEnd } from './pieces.ts';
import { tokenizerFromJson } from './restore.ts';
import { anyText, longText } from './text.testing.ts';
import { encodeInParts } from './tokenizer.ts';

const gpt2 = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
const piecesByExpression = (text: string): string[] => [...text.matchAll(gpt2)].map(([piece]) => piece);

function pieces(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at += (found.at(-1) ?? '').length) {
    found.push(text.slice(at, pieceEnd(text, at)));
  }
  return found;
}

function learn(corpus: string, vocabSize: number): number[] {
  const learning = learnMerges(corpus, vocabSize);
  for (;;) {
    const step = learning.next();
    if (step.done) return [...step.value];
  }
}

/** `symbols` with each `left`, `right` joined to `id`, from left to right. */
function join(symbols: readonly number[], left: number, right: number, id: number): number[] {
  const joined: number[] = [];
  for (let i = 0; i < symbols.length; i++) {
    const isPair = symbols[i] === left && symbols[i + 1] === right;
    joined.push(isPair ? id : (symbols[i] ?? 0));
    if (isPair) i += 1;
  }
  return joined;
}

/** Counts all pairs anew for each merge. */
function learnSlowly(corpus: string, vocabSize: number): number[] {
  let words = piecesByExpression(corpus).map((piece) => [...encodeBytes(piece)]);
  const merges: number[] = [];
  for (let id = 256; id < vocabSize; id++) {
    const counts = new Map<string, { left: number; right: number; count: number }>();
    for (const word of words) {
      for (let i = 0; i + 1 < word.length; i++) {
        const [left = 0, right = 0] = [word[i], word[i + 1]];
        const entry = counts.get(`${left},${right}`) ?? { left, right, count: 0 };
        counts.set(`${left},${right}`, { ...entry, count: entry.count + 1 });
      }
    }
    const [best] = [...counts.values()].sort(
      (a, b) => b.count - a.count || a.left - b.left || a.right - b.right,
    );
    if (best === undefined || best.count < 2) break;
    merges.push(best.left, best.right);
    words = words.map((word) => join(word, best.left, best.right, id));
  }
  return merges;
}

/** Applies each merge to the whole piece, in the order they were learnt. */
function encodeSlowly(text: string, merges: readonly number[]): number[] {
  return piecesByExpression(text).flatMap((piece) => {
    let symbols = [...encodeBytes(piece)];
    for (let i = 0; i < merges.length; i += 2) {
      symbols = join(symbols, merges[i] ?? 0, merges[i + 1] ?? 0, 256 + i / 2);
    }
    return symbols;
  });
}

/** Few letters, so that pairs repeat and overlap. */
const repetitive = fc
  .array(fc.constantFrom('a', 'b', 'aa', 'ab', ' a', ' ', 'é', '😀'), { maxLength: 80 })
  .map((parts) => parts.join(''));

function english(words: number, seed: number): string {
  const random = fork(seed, 'english');
  const word = () => 'the of and to in water stories running better others'.split(' ')[random.below(10)];
  return Array.from({ length: words }, word).join(' ');
}

describe('pieces', () => {
  it('are those of the expression of GPT-2', () => {
    expect(pieces("I'll say  it's 42 times!!\n\n ok")).toEqual([
      'I',
      "'ll",
      ' say',
      ' ',
      ' it',
      "'s",
      ' 42',
      ' times',
      '!!',
      '\n\n',
      ' ok',
    ]);
    fc.assert(
      fc.property(anyText, (text) => {
        expect(pieces(text)).toEqual(piecesByExpression(text));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('learning merges', () => {
  it('finds those of the example by hand', () => {
    // aaabdaaabac: aa occurs 4 times (256 = aa); then Za and ab twice, a before 256 (257 = ab); then ZY
    // (258).
    expect(learn('aaabdaaabac', 4096)).toEqual([97, 97, 97, 98, 256, 257]);
    const tokenizer = bpeFromMerges(learn('aaabdaaabac', 4096));
    expect([...tokenizer.encode('aaabdaaabac')]).toEqual([258, 100, 258, 97, 99]);
    expect(tokenizer.vocabSize).toBe(259);
    expect(tokenizer.tokenText(258)).toBe('aaab');
  });

  it('finds what counting anew finds', () => {
    fc.assert(
      fc.property(fc.oneof(repetitive, anyText), fc.integer({ min: 256, max: 300 }), (corpus, vocabSize) => {
        expect(learn(corpus, vocabSize)).toEqual(learnSlowly(corpus, vocabSize));
      }),
      { numRuns: 300 },
    );
    const corpus = english(500, 1);
    expect(learn(corpus, 400)).toEqual(learnSlowly(corpus, 400));
  });

  it('finds the first merges of a larger vocabulary first', () => {
    const corpus = longText(20_000, 3);
    expect(learn(corpus, 600).slice(0, 2 * 100)).toEqual(learn(corpus, 356));
  });

  it('stops where no pair occurs twice, and has bytes alone without a corpus', async () => {
    expect((await trainBpe('', 4096)).vocabSize).toBe(256);
    expect((await trainBpe('abcd', 4096)).vocabSize).toBe(256);
    expect((await trainBpe(english(300, 2), 256)).vocabSize).toBe(256);
  });

  it('makes no token of more than 256 bytes', async () => {
    const tokenizer = await trainBpe('a'.repeat(100_000), 4096);
    expect(tokenizer.vocabSize).toBe(256 + 8);
    expect(tokenizer.tokenText(263)).toBe('a'.repeat(256));
  });

  it('refuses a vocabulary out of range', async () => {
    for (const vocabSize of [255, 4097, 300.5, Number.NaN]) {
      await expect(trainBpe('abab', vocabSize)).rejects.toMatchObject({ name: 'BadSetting' });
    }
  });

  it('lets others in, reports progress and can be cancelled', async () => {
    const corpus = longText(300_000, 4);
    const progress: number[] = [];
    const tokenizer = await trainBpe(corpus, 1000, ({ done, total }) => progress.push(done / total));
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.every((share) => share >= 0 && share <= 1)).toBe(true);
    // The same as without any pause.
    expect(tokenizer.toJson()).toEqual(bpeFromMerges(learn(corpus, 1000)).toJson());
    const cancelled = trainBpe(corpus, 1000, () => {
      throw new Error('enough');
    });
    await expect(cancelled).rejects.toThrow('enough');
  });
});

describe('byte-pair encoding', () => {
  it('merges in the order learnt, as in GPT-2', () => {
    fc.assert(
      fc.property(fc.oneof(repetitive, anyText), fc.oneof(repetitive, anyText), (corpus, text) => {
        const merges = learn(corpus + corpus, 320);
        const tokenizer = bpeFromMerges(merges);
        expect([...tokenizer.encode(text)]).toEqual(encodeSlowly(text, merges));
        expect([...tokenizer.encode(corpus)]).toEqual(encodeSlowly(corpus, merges));
      }),
      { numRuns: 300 },
    );
  });

  it('round-trips any text with any corpus', () => {
    fc.assert(
      fc.property(anyText, anyText, (corpus, text) => {
        const tokenizer = bpeFromMerges(learn(corpus + text.slice(0, 20), 300));
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
        // Again, now from memory.
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('round-trips a megabyte of anything', async () => {
    const text = longText(2 ** 20, 5);
    const tokenizer = await trainBpe(text.slice(0, 200_000), 1000);
    expect(tokenizer.decode(tokenizer.encode(text)) === text).toBe(true);
  });

  it('encodes in parts as it does at once', async () => {
    const text = english(50_000, 6).replaceAll(' to ', "  to\n\n'll ");
    const tokenizer = bpeFromMerges(learn(text, 400));
    const ids = await encodeInParts(tokenizer, text, async () => {});
    expect(ids.join() === tokenizer.encode(text).join()).toBe(true);
  });

  it.each(['a', 'ab', 'abcdefg'])('encodes a megabyte of "%s" without spaces', (unit) => {
    const text = unit.repeat(2 ** 20 / unit.length);
    const tokenizer = bpeFromMerges(learn(text.slice(0, 50_000), 4096));
    const ids = tokenizer.encode(text);
    expect(tokenizer.decode(ids) === text).toBe(true);
  });

  it('learns from a megabyte without spaces', () => {
    const random = fork(7, 'letters');
    const text = Array.from({ length: 2 ** 20 }, () => 'etaoinsh'[random.below(8)]).join('');
    expect(learn(text, 4096)).toHaveLength(2 * (4096 - 256));
  });
});

describe('a saved tokenizer', () => {
  it('comes back from JSON', () => {
    const tokenizer = bpeFromMerges(learn(english(400, 8), 350));
    const copy = tokenizerFromJson(JSON.parse(JSON.stringify(tokenizer.toJson())));
    const text = english(100, 9);
    expect(copy.encode(text)).toEqual(tokenizer.encode(text));
    expect(copy.toJson()).toEqual(tokenizer.toJson());
  });

  it('is refused where something is wrong, never with another error', () => {
    const doubling = Array.from({ length: 20 }, (_, i) => [i === 0 ? 97 : 255 + i, i === 0 ? 97 : 255 + i]);
    const refused = [
      'abc',
      [97],
      [97, 98, 300, 97],
      [256, 97],
      [97, 98, 97, 98],
      [97, -1],
      [97, 4096],
      [97, 0.5],
      doubling.flat(),
      Array.from({ length: 2 * 3841 }, () => 0),
    ];
    for (const merges of refused) {
      expect(() => bpeFromJson({ kind: 'bpe', version: 1, merges })).toThrow(
        expect.objectContaining({ name: 'BadFile' }),
      );
    }
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 400 }), { maxLength: 40 }), (merges) => {
        try {
          const tokenizer = bpeFromJson({ kind: 'bpe', version: 1, merges });
          expect(tokenizer.decode(tokenizer.encode('any text'))).toBe('any text');
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'BadFile' });
        }
      }),
    );
  });
});
