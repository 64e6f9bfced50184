// The distillation losses D(teacher, student) that are on offer, in the order in which the page lists them. The rows are
// losses/, by family; the functions are engine/losses/.

import { baselineLosses } from './losses/baselines.ts';
import { insideLosses } from './losses/inside.ts';
import { rawLosses } from './losses/raw.ts';
import type { LossRow } from './losses/row.ts';
import { softenedLosses } from './losses/softened.ts';
import { textLosses } from './losses/text.ts';

export const losses = {
  ...softenedLosses,
  ...rawLosses,
  ...insideLosses,
  ...textLosses,
  ...baselineLosses,
} as const satisfies Record<string, LossRow>;

export { type LossNeed, type LossRow, type LossSetting, lossFamilies, objectionTo } from './losses/row.ts';
export type LossId = keyof typeof losses;
export const lossIds = Object.keys(losses) as LossId[];
export const lossRow = (id: LossId): LossRow => losses[id];
