// The registry that ties each mistake of the catalogue to what it does. Adding one = one file here + one row in
// catalog/mistakes.ts + what the museum says of it in catalog/museum.ts.

import type { MistakeId } from '../../shared/catalog/mistakes.ts';
import { answersOutOfOrder } from './answers-out-of-order.ts';
import { batchMeanOfTokens } from './batch-mean-of-tokens.ts';
import { directionSwapped } from './direction-swapped.ts';
import { dividedTwice } from './divided-twice.ts';
import { klOfProbabilities } from './kl-of-probabilities.ts';
import type { Mistake } from './lesson.ts';
import { meanOverClasses } from './mean-over-classes.ts';
import { noShift } from './no-shift.ts';
import { noTSquared } from './no-t-squared.ts';
import { oneTemperature } from './one-temperature.ts';
import { paddingCounts } from './padding-counts.ts';
import { probabilitiesIn } from './probabilities-in.ts';
import { softmaxTwice } from './softmax-twice.ts';
import { teacherDropsOut } from './teacher-drops-out.ts';
import { teacherNotFrozen } from './teacher-not-frozen.ts';
import { teacherUntrained } from './teacher-untrained.ts';
import { topKRenormalised } from './top-k-renormalised.ts';

export const mistakes = {
  noTSquared,
  probabilitiesIn,
  meanOverClasses,
  softmaxTwice,
  oneTemperature,
  answersOutOfOrder,
  teacherUntrained,
  teacherNotFrozen,
  klOfProbabilities,
  directionSwapped,
  batchMeanOfTokens,
  dividedTwice,
  paddingCounts,
  noShift,
  topKRenormalised,
  teacherDropsOut,
} satisfies Record<MistakeId, Mistake>;
