// Bookkeeping of byte-pair training: every pair of neighbours, where it stands and how often. Chooses
// nothing.

/** Ids are below this, so that a pair is one small number. */
export const idLimit = 4096;
/** A pair as one number. */
export const pairKey = (left: number, right: number): number => left * idLimit + right;

/** The distinct pieces of a corpus, one after another, as linked lists of symbols; -1 ends a list. */
export interface Symbols {
  readonly ids: Uint16Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** How often the piece around this place occurs. */
  readonly weights: Int32Array;
}

/**
 * Pairs, each in a slot. The places of a pair (those of its left symbol) form a doubly linked list in the
 * order of the corpus, so that any one of them is added or removed at once.
 */
export interface Pairs {
  readonly symbols: Symbols;
  readonly slotOf: Map<number, number>;
  readonly keys: number[];
  readonly counts: number[];
  readonly first: number[];
  readonly last: number[];
  /** By place: the pair's slot and its neighbours in the pair's list; -1 for none. */
  readonly slotAt: Int32Array;
  readonly after: Int32Array;
  readonly before: Int32Array;
}

/** No pair is in a list yet. */
export function emptyPairs(symbols: Symbols): Pairs {
  const size = symbols.ids.length;
  return {
    symbols,
    slotOf: new Map(),
    keys: [],
    counts: [],
    first: [],
    last: [],
    slotAt: new Int32Array(size).fill(-1),
    after: new Int32Array(size).fill(-1),
    before: new Int32Array(size).fill(-1),
  };
}

function slotFor(pairs: Pairs, key: number): number {
  const found = pairs.slotOf.get(key);
  if (found !== undefined) return found;
  const slot = pairs.keys.length;
  pairs.slotOf.set(key, slot);
  pairs.keys.push(key);
  pairs.counts.push(0);
  pairs.first.push(-1);
  pairs.last.push(-1);
  return slot;
}

/**
 * Counts the pair whose left symbol stands at `place`; nothing where that symbol is the last of its piece.
 */
export function addPlace(pairs: Pairs, place: number): void {
  const { ids, next, weights } = pairs.symbols;
  const right = next[place] as number;
  if (right < 0) return;
  const slot = slotFor(pairs, pairKey(ids[place] as number, ids[right] as number));
  pairs.counts[slot] = (pairs.counts[slot] as number) + (weights[place] as number);
  const last = pairs.last[slot] as number;
  if (last < 0) pairs.first[slot] = place;
  else pairs.after[last] = place;
  pairs.last[slot] = place;
  pairs.slotAt[place] = slot;
  pairs.before[place] = last;
  pairs.after[place] = -1;
}

/** Takes back addPlace. */
function removePlace(pairs: Pairs, place: number): void {
  const slot = pairs.slotAt[place] as number;
  if (slot < 0) return;
  pairs.counts[slot] = (pairs.counts[slot] as number) - (pairs.symbols.weights[place] as number);
  const before = pairs.before[place] as number;
  const after = pairs.after[place] as number;
  if (before < 0) pairs.first[slot] = after;
  else pairs.after[before] = after;
  if (after < 0) pairs.last[slot] = before;
  else pairs.before[after] = before;
  pairs.slotAt[place] = -1;
}

/**
 * Joins the two symbols of the pair at `place` to symbol `id`, and recounts the pairs it has with its
 * neighbours.
 */
export function mergeAt(pairs: Pairs, place: number, id: number): void {
  const { ids, next, previous } = pairs.symbols;
  const right = next[place] as number;
  const left = previous[place] as number;
  const beyond = next[right] as number;
  removePlace(pairs, place);
  removePlace(pairs, right);
  if (left >= 0) removePlace(pairs, left);
  ids[place] = id;
  next[place] = beyond;
  if (beyond >= 0) previous[beyond] = place;
  if (left >= 0) addPlace(pairs, left);
  addPlace(pairs, place);
}
