// The only source of randomness: one generator per purpose, forked from the seed, so that drawing more for one purpose
// never shifts another. Never Math.random.

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { skipN } from 'pure-rand/utils/skipN';
import { fnv1a } from './hash.ts';

export interface Random {
  /** In [0, 1). */
  uniform(): number;
  /** Mean 0, standard deviation 1. */
  normal(): number;
  /** A whole number in [0, limit). */
  below(limit: number): number;
}

/** The generator of `seed` for one purpose, for example `fork(7, 'batches', epoch)`. */
export function fork(seed: number, ...purpose: (string | number)[]): Random {
  const generator = xoroshiro128plus(fnv1a(`${seed}/${purpose.join('/')}`));
  // A generator seeded with few bits starts out badly mixed.
  skipN(generator, 32);
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    below: (limit) => uniformInt(generator, 0, limit - 1),
    // Box-Muller; 1 - u keeps the logarithm's argument above 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** The numbers 0 to n - 1 in random order (Fisher-Yates). */
export function permutation(n: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
}
