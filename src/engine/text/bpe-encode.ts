// Applies learnt byte-pair merges to text, in time that grows with its length alone. Learns nothing.

import { encodeBytes } from './bytes.ts';
import { createHeap } from './heap.ts';
import { pairKey } from './pairs.ts';
import { pieceEnd } from './pieces.ts';

/** Token that each pair (pairKey) merges to. */
type Merges = ReadonlyMap<number, number>;

/** Pieces whose tokens are remembered, and the longest of them in UTF-16 code units. */
const maxRemembered = 50_000;
const maxRememberedLength = 64;

/**
 * Text to token ids, shape [tokens]. Tokens of short pieces are remembered, since most pieces occur often.
 */
export function createEncoder(merges: Merges): (text: string) => Int32Array {
  const remembered = new Map<string, readonly number[]>();
  const tokensOf = (piece: string): readonly number[] => {
    const found = remembered.get(piece);
    if (found !== undefined) return found;
    const tokens = mergeBytes(encodeBytes(piece), merges);
    if (piece.length > maxRememberedLength) return tokens;
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(piece, tokens);
    return tokens;
  };
  return (text) => {
    const ids: number[] = [];
    for (let at = 0; at < text.length; ) {
      const end = pieceEnd(text, at);
      // One by one: spreading a piece of a million tokens would overflow the stack.
      for (const token of tokensOf(text.slice(at, end))) ids.push(token);
      at = end;
    }
    return new Int32Array(ids);
  };
}

/**
 * The tokens of one piece as a linked list: the token at each place, -1 where it went into the one before.
 */
interface Chain {
  readonly ids: Int32Array;
  /** The place behind, `ids.length` at the end; and the place before, -1 at the start. */
  readonly next: Int32Array;
  readonly previous: Int32Array;
}

function createChain(bytes: Uint8Array): Chain {
  const next = new Int32Array(bytes.length);
  const previous = new Int32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    next[i] = i + 1;
    previous[i] = i - 1;
  }
  return { ids: new Int32Array(bytes), next, previous };
}

/**
 * The token that the pair at `place` merges to; undefined for none, also where `place` is no token any more.
 */
function mergedAt({ ids, next }: Chain, place: number, merges: Merges): number | undefined {
  const left = ids[place] as number;
  const right = next[place] as number;
  return left < 0 || right >= ids.length ? undefined : merges.get(pairKey(left, ids[right] as number));
}

function join({ ids, next, previous }: Chain, place: number, merged: number): void {
  const right = next[place] as number;
  const beyond = next[right] as number;
  ids[place] = merged;
  ids[right] = -1;
  next[place] = beyond;
  if (beyond < ids.length) previous[beyond] = place;
}

/**
 * The tokens of one piece: merges in the order they were learnt, each from left to right, as in GPT-2's
 * encoder. Searching the piece anew for each merge would be quadratic; instead the places of each possible
 * merge are listed, and a heap tells which merge is next. A merge only makes possible merges that were learnt
 * after it, and all places of one pair come into being within one merge; so no list is met too early or out
 * of order.
 */
function mergeBytes(bytes: Uint8Array, merges: Merges): number[] {
  const chain = createChain(bytes);
  const heap = createHeap();
  const placesOf = new Map<number, number[]>();
  const list = (place: number): void => {
    const merged = mergedAt(chain, place, merges);
    if (merged === undefined) return;
    const places = placesOf.get(merged);
    if (places !== undefined) places.push(place);
    else {
      placesOf.set(merged, [place]);
      heap.push(merged);
    }
  };
  for (let place = 0; place < bytes.length; place++) list(place);
  for (let merged = heap.pop(); merged !== undefined; merged = heap.pop()) {
    for (const place of placesOf.get(merged) ?? []) {
      // The pair may be gone since: one of its tokens went into a merge before.
      if (mergedAt(chain, place, merges) !== merged) continue;
      join(chain, place, merged);
      const left = chain.previous[place] as number;
      if (left >= 0) list(left);
      list(place);
    }
  }
  const tokens: number[] = [];
  for (let place = 0; place < bytes.length; place = chain.next[place] as number) {
    tokens.push(chain.ids[place] as number);
  }
  return tokens;
}
