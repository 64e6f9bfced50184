// Softened distributions for display: softmax at a temperature and KL by their definitions, on plain arrays.

/** softmax(logits / temperature), shape [K] to [K]; finite for any finite logits. */
export function softmax(logits: ArrayLike<number>, temperature: number): number[] {
  let max = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < logits.length; k++) max = Math.max(max, logits[k] ?? 0);
  const weights = Array.from(logits, (logit) => Math.exp((logit - max) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** The place of the greatest value, the first of equal ones. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if ((values[k] ?? 0) > (values[best] ?? 0)) best = k;
  return best;
}

/**
 * KL(p || q) in nats for two distributions of the same length: the sum of p ln(p / q), where 0 ln 0 counts as 0.
 * Finite for any finite input: a q of 0 is taken as the smallest number above it.
 */
export function kl(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < p.length; k++) {
    const share = p[k] ?? 0;
    if (share !== 0) sum += share * (Math.log(share) - Math.log(Math.max(q[k] ?? 0, Number.MIN_VALUE)));
  }
  return sum;
}
