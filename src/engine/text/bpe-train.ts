// Learns byte-pair merges from a corpus, in small slices of work so that a worker stays responsive. Encodes
// nothing.

import { PlaygroundError } from '../../shared/errors.ts';
import { encodeBytes } from './bytes.ts';
import { createHeap, type Heap } from './heap.ts';
import { addPlace, emptyPairs, idLimit, mergeAt, type Pairs, type Symbols } from './pairs.ts';
import { pieceEnd } from './pieces.ts';

export const minVocabSize = 256;
export const maxVocabSize = idLimit;
/** Longer tokens are not made: they help nobody, and a page of one letter would double them without end. */
export const maxTokenBytes = 256;
/** UTF-16 code units: keeps every count within the numbers that order the heap. */
export const maxCorpusLength = 2 ** 26;
/** Units of work (a piece read, a place counted or merged) between two yields: a few milliseconds. */
const slice = 20_000;

export interface BpeProgress {
  readonly stage: 'pieces' | 'pairs' | 'merges';
  /** Of `total`: code units read, places counted, merges learnt. */
  readonly done: number;
  readonly total: number;
}

function checkArguments(corpus: string, vocabSize: number): void {
  if (!Number.isInteger(vocabSize) || vocabSize < minVocabSize || vocabSize > maxVocabSize) {
    throw new PlaygroundError(
      'BadSetting',
      `A vocabulary of ${vocabSize} tokens is not possible.`,
      `Choose a whole number from ${minVocabSize} (bytes alone) to ${maxVocabSize}.`,
    );
  }
  if (corpus.length > maxCorpusLength) {
    throw new PlaygroundError(
      'BadFile',
      `The text has ${corpus.length} characters; merges are learnt from at most ${maxCorpusLength}.`,
      'Choose a shorter text.',
    );
  }
}

/** How often each piece occurs. */
function* countPieces(corpus: string): Generator<BpeProgress, Map<string, number>> {
  const counts = new Map<string, number>();
  let work = 0;
  for (let at = 0; at < corpus.length; ) {
    const end = pieceEnd(corpus, at);
    const piece = corpus.slice(at, end);
    counts.set(piece, (counts.get(piece) ?? 0) + 1);
    at = end;
    if (++work % slice === 0) yield { stage: 'pieces', done: at, total: corpus.length };
  }
  return counts;
}

/** The bytes of all pieces as linked symbols. */
function* layOut(counts: ReadonlyMap<string, number>): Generator<BpeProgress, Symbols> {
  const pieces = [...counts].map(([piece, weight]) => ({ bytes: encodeBytes(piece), weight }));
  const total = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const symbols: Symbols = {
    ids: new Uint16Array(total),
    next: new Int32Array(total),
    previous: new Int32Array(total),
    weights: new Int32Array(total),
  };
  let start = 0;
  for (const { bytes, weight } of pieces) {
    const end = start + bytes.length;
    for (let place = start; place < end; place++) {
      symbols.ids[place] = bytes[place - start] as number;
      symbols.next[place] = place + 1 < end ? place + 1 : -1;
      symbols.previous[place] = place > start ? place - 1 : -1;
      symbols.weights[place] = weight;
      if (place % slice === slice - 1) yield { stage: 'pairs', done: 0, total };
    }
    start = end;
  }
  return symbols;
}

function* countPairs(symbols: Symbols): Generator<BpeProgress, Pairs> {
  const pairs = emptyPairs(symbols);
  const total = symbols.ids.length;
  for (let place = 0; place < total; place++) {
    addPlace(pairs, place);
    if (place % slice === slice - 1) yield { stage: 'pairs', done: place, total };
  }
  return pairs;
}

const keys = idLimit * idLimit;
// Smallest first: the most frequent pair, and of equally frequent ones the one of smaller ids, left before
// right. Below 2^53: counts are below 2^28, keys below 2^24.
const priority = (count: number, key: number): number => (2 ** 28 - count) * keys + key;

/** Queues the pairs of the slots from `from` on. */
function enqueue(heap: Heap, pairs: Pairs, from: number): void {
  for (let slot = from; slot < pairs.keys.length; slot++) {
    const count = pairs.counts[slot] as number;
    if (count > 1) heap.push(priority(count, pairs.keys[slot] as number));
  }
}

/**
 * The slot of the most frequent pair; -1 where none is left that occurs twice. All places of a pair come into
 * being within one merge (that of its younger symbol), so a count only ever falls once it is queued: a stale
 * entry is met too early, never too late, and is queued again.
 */
function dequeue(heap: Heap, pairs: Pairs): number {
  for (let entry = heap.pop(); entry !== undefined; entry = heap.pop()) {
    const key = entry % keys;
    const slot = pairs.slotOf.get(key) as number;
    const count = pairs.counts[slot] as number;
    if (priority(count, key) === entry) return slot;
    if (count > 1) heap.push(priority(count, key));
  }
  return -1;
}

/**
 * Learns merges from `corpus` until there are `vocabSize` tokens or no pair occurs twice (byte pair encoding:
 * Sennrich 2016, arXiv:1508.07909; on bytes, within the pieces of GPT-2: Radford 2019). Each merge takes the
 * pair that occurs most often; of several, the one whose left token has the smallest id, then the right one.
 * Yields progress every few milliseconds; a consumer that leaves the loop cancels. Returns the ids of left
 * and right token, merge after merge, shape [2 * merges]. Throws BadSetting on a vocabSize outside 256 to
 * 4096, BadFile on more than 2^26 code units.
 */
export function* learnMerges(corpus: string, vocabSize: number): Generator<BpeProgress, Int32Array> {
  checkArguments(corpus, vocabSize);
  const total = vocabSize - minVocabSize;
  const pairs = yield* countPairs(yield* layOut(yield* countPieces(corpus)));
  const heap = createHeap();
  enqueue(heap, pairs, 0);
  const lengths = Array.from({ length: minVocabSize }, () => 1);
  const merges: number[] = [];
  let work = 0;
  while (merges.length < 2 * total) {
    const slot = dequeue(heap, pairs);
    if (slot < 0) break;
    const key = pairs.keys[slot] as number;
    const right = key % idLimit;
    const left = (key - right) / idLimit;
    const length = (lengths[left] as number) + (lengths[right] as number);
    if (length > maxTokenBytes) continue;
    const known = pairs.keys.length;
    // Merging a place may also take away the next one ("aaa"), so the list is read from its front each time.
    for (let place = pairs.first[slot] as number; place >= 0; place = pairs.first[slot] as number) {
      mergeAt(pairs, place, lengths.length);
      if (++work % slice === 0) yield { stage: 'merges', done: merges.length / 2, total };
    }
    merges.push(left, right);
    lengths.push(length);
    enqueue(heap, pairs, known);
    if (merges.length % 64 === 0) yield { stage: 'merges', done: merges.length / 2, total };
  }
  yield { stage: 'merges', done: merges.length / 2, total };
  return Int32Array.from(merges);
}
