// The byte-level byte-pair tokenizer, as in GPT-2, put together, saved and restored. Must not touch how
// merges are learnt (bpe-train.ts) or applied (bpe-encode.ts).

import { createEncoder } from './bpe-encode.ts';
import { type BpeProgress, learnMerges, maxTokenBytes, maxVocabSize, minVocabSize } from './bpe-train.ts';
import { printable } from './bytes.ts';
import { decodeTokens } from './characters.ts';
import { pairKey } from './pairs.ts';
import { type BpeJson, badTokenizer, checkId, openJson, type Tokenizer, wholeNumbers } from './tokenizer.ts';

/** Time between two turns of the event loop while learning. */
const sliceMs = 30;

/**
 * Learns a tokenizer of at most `vocabSize` tokens (256 to 4096; fewer where the corpus has no more pairs
 * that occur twice). `onProgress` and `breathe` (which lets other messages in, see loop.ts) are called about
 * every 30 ms; whichever throws cancels. The result does not depend on timing. Throws BadSetting on the
 * vocabSize, BadFile on a corpus of more than 2^26 code units.
 */
export async function trainBpe(
  corpus: string,
  vocabSize: number,
  onProgress: (progress: BpeProgress) => void = () => {},
  breathe: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve)),
): Promise<Tokenizer> {
  const learning = learnMerges(corpus, vocabSize);
  let startedAt = performance.now();
  for (;;) {
    const step = learning.next();
    if (step.done) return bpeFromMerges(step.value);
    if (performance.now() - startedAt < sliceMs) continue;
    onProgress(step.value);
    await breathe();
    startedAt = performance.now();
  }
}

/** Inverse of toJson, for untrusted `json`. Throws BadFile. */
export function bpeFromJson(json: unknown): Tokenizer {
  const most = 2 * (maxVocabSize - minVocabSize);
  const merges = wholeNumbers(openJson(json, 'bpe').merges, maxVocabSize, most, 'merges');
  if (merges.length % 2 !== 0) throw badTokenizer('"merges" has an odd number of entries');
  return bpeFromMerges(merges);
}

/**
 * The tokenizer of `merges`, left and right id of each, shape [2 * merges]. Throws BadFile where a merge uses
 * a token that does not exist yet, occurs twice, or makes a token of more than 256 bytes.
 */
export function bpeFromMerges(merges: ArrayLike<number>): Tokenizer {
  const bytesOf = Array.from({ length: minVocabSize }, (_, byte) => Uint8Array.of(byte));
  const idOf = new Map<number, number>();
  for (let i = 0; i < merges.length; i += 2) {
    const [left = -1, right = -1] = [merges[i], merges[i + 1]];
    const [head, tail] = [bytesOf[left], bytesOf[right]];
    if (head === undefined || tail === undefined) throw badTokenizer(`merge ${i / 2} uses an unknown token`);
    if (idOf.has(pairKey(left, right))) throw badTokenizer(`merge ${i / 2} occurs twice`);
    if (head.length + tail.length > maxTokenBytes)
      throw badTokenizer(`merge ${i / 2} makes too long a token`);
    idOf.set(pairKey(left, right), bytesOf.length);
    bytesOf.push(Uint8Array.of(...head, ...tail));
  }
  const vocabSize = bytesOf.length;
  return {
    kind: 'bpe',
    vocabSize,
    encode: createEncoder(idOf),
    decode: (ids) => decodeTokens(ids, bytesOf),
    tokenText: (id) => printable(bytesOf[checkId(id, vocabSize)] ?? new Uint8Array()),
    toJson: (): BpeJson => ({ kind: 'bpe', version: 1, merges: Array.from(merges) }),
  };
}
