// Everybody who takes part: what ships with the page, and the library that we are measured against.

import { type Makers, ownMakers } from '../../src/engine/bench/contestant.ts';

export const makers: Makers = {
  ...ownMakers,
  jax: async () => (await import('./contenders/jax.ts')).make,
};
