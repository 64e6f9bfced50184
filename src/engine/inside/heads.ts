// What can be said of a head of attention in numbers, and how far two heads are apart. Plain arrays: a head is its weights
// [T, T], row t says how much token t looks at tokens 0 to t. The first token can only look at itself, so its row tells
// nothing and counts nowhere.

/** Means over the rows that count; of a text of one token there are none. */
export interface HeadFigures {
  /** Nats: 0 looks at one token alone, ln(t + 1) at all alike. */
  readonly entropy: number;
  /** Tokens from a token back to those it looks at, by weight. */
  readonly lookBack: number;
}

const plogp = (p: number): number => (p > 0 ? p * Math.log(p) : 0);

export function headFigures(weights: ArrayLike<number>, length: number): HeadFigures {
  let [entropy, lookBack] = [0, 0];
  for (let row = 1; row < length; row++) {
    for (let at = 0; at <= row; at++) {
      const share = weights[row * length + at] ?? 0;
      entropy -= plogp(share);
      lookBack += share * (row - at);
    }
  }
  return { entropy: entropy / (length - 1), lookBack: lookBack / (length - 1) };
}

/** Mean over rows of the Jensen-Shannon divergence (Lin 1991), in nats: 0 for equal heads, ln 2 for heads that never look alike. */
export function headDistance(a: ArrayLike<number>, b: ArrayLike<number>, length: number): number {
  let sum = 0;
  for (let row = 1; row < length; row++) {
    for (let i = row * length; i <= row * length + row; i++) {
      const [p, q] = [a[i] ?? 0, b[i] ?? 0];
      sum += (plogp(p) + plogp(q)) / 2 - plogp((p + q) / 2);
    }
  }
  return sum / (length - 1);
}
