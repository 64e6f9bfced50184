// Text to numbers: hashed n-grams. Pure; knows nothing of tasks or models.

import { fnv1a } from './hash.ts';

/** The article's input width, the size of a BERT embedding. */
export const textFeatures = 768;

/** Lower-cased words, accents and punctuation removed; digits become 0 so that any order number looks alike. */
function words(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\d/g, '0');
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Hashed features of a text, shape [textFeatures], L2 norm 1 (0 for a text without words): words, pairs of words, and
 * runs of 3 and 4 characters, each hashed to a bucket with a sign, with sublinear counts sign * (1 + log count).
 * Signed hashing: Weinberger et al. 2009, "Feature hashing for large scale multitask learning".
 */
export function hashText(text: string): Float32Array {
  const counts = new Map<string, number>();
  const add = (gram: string) => counts.set(gram, (counts.get(gram) ?? 0) + 1);
  const list = words(text.slice(0, 10_000));
  list.forEach((word, i) => {
    add(`w:${word}`);
    const next = list[i + 1];
    if (next !== undefined) add(`b:${word} ${next}`);
    const padded = `<${word}>`;
    for (const length of [3, 4]) {
      for (let at = 0; at + length <= padded.length; at++) add(`c:${padded.slice(at, at + length)}`);
    }
  });
  const features = new Float32Array(textFeatures);
  for (const [gram, count] of counts) {
    const hash = fnv1a(gram);
    const bucket = (hash >>> 1) % textFeatures;
    features[bucket] = (features[bucket] ?? 0) + (hash & 1 ? 1 : -1) * (1 + Math.log(count));
  }
  const norm = Math.hypot(...features);
  return norm > 0 ? features.map((value) => value / norm) : features;
}

/** `hashText` of many texts, shape [texts.length, textFeatures]. */
export function hashTexts(texts: readonly string[]): Float32Array {
  const all = new Float32Array(texts.length * textFeatures);
  texts.forEach((text, row) => {
    all.set(hashText(text), row * textFeatures);
  });
  return all;
}
