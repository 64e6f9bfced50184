// Calibration: does a model that says 80 % get 80 % right? Predictions are binned by their confidence, and each bin's
// mean confidence is set against its share of right answers. Pure, on plain arrays.

import type { Calibration } from '../shared/protocol/snapshots.ts';

/** Equal-width bins over [0, 1], as Guo et al. 2017 take them. */
export const calibrationBins = 15;

/**
 * `confidences` are the probabilities of the predicted classes, `right` 1 or 0 for each. A bin reaches from above its lower
 * bound to its upper bound, which belongs to it (Guo et al. 2017; torchmetrics puts bounds the other way round).
 */
export function calibrationOf(confidences: ArrayLike<number>, right: ArrayLike<number>): Calibration {
  const sums = Array.from({ length: calibrationBins }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (let i = 0; i < confidences.length; i++) {
    const confidence = confidences[i] ?? 0;
    const bin = sums[Math.min(calibrationBins - 1, Math.max(0, Math.ceil(confidence * calibrationBins) - 1))];
    if (bin === undefined) continue;
    bin.count += 1;
    bin.confidence += confidence;
    bin.right += right[i] ?? 0;
  }
  const mean = (sum: number, count: number) => (count === 0 ? 0 : sum / count);
  const total = Math.max(1, confidences.length);
  return {
    counts: sums.map(({ count }) => count),
    confidence: sums.map(({ count, confidence }) => mean(confidence, count)),
    accuracy: sums.map(({ count, right: ok }) => mean(ok, count)),
    error: sums.reduce((sum, { confidence, right: ok }) => sum + Math.abs(confidence - ok) / total, 0),
  };
}
