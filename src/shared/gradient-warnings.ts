// Settings that make the teacher's gradient shrink without a word, in sentences. By formula; the X-ray shows the norms.

import type { LossId } from './catalog/losses.ts';
import { lossRow } from './catalog/losses.ts';
import { type LossTerm, lossTerms } from './catalog/terms.ts';
import type { Config } from './config.ts';

/** T from which a missing T^2 is worth a word: half the gradient is gone. */
const warmT = 1.5;
/** The gradient of JSD is about beta (1 - beta) times that of the KL it becomes. */
const thinMixture = 0.1;

/** What a loss's own parameters do to its gradient; null where they do nothing to speak of. */
const shrinks: { readonly [Id in LossId]?: (params: LossTerm['params']) => string | null } = {
  jsd({ beta, steady }) {
    const factor = Number(beta) * (1 - Number(beta));
    if (steady === true || factor >= thinMixture) return null;
    return `At β = ${Number(beta)} the gradient of ${lossRow('jsd').label} is about ${Math.round(1 / factor)} times smaller than that of the KL it comes close to: it acts like a lower learning rate.`;
  },
};

export function gradientWarnings({ distill }: Config): string[] {
  const terms = lossTerms(distill);
  const { temperature, tSquared } = distill;
  const isCold = !tSquared && temperature >= warmT && terms.some(({ loss }) => lossRow(loss).softened);
  return [
    ...(isCold
      ? [
          `Without T² the teacher’s gradient at T = ${temperature} is about ${Math.round(temperature ** 2)} times smaller than with it.`,
        ]
      : []),
    ...terms.flatMap(({ loss, params }) => shrinks[loss]?.(params) ?? []),
  ];
}
