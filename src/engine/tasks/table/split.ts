// Which examples are learnt from and which are kept for validation. Pure indices: sees labels, never cells.

import { permutation, type Random } from '../../rng.ts';

const validationShare = 0.2;

/** `limit` places shared out so evenly over the classes as their sizes allow. */
function evenQuotas(sizes: readonly number[], limit: number): number[] {
  const quotas = sizes.map(() => 0);
  const bySize = sizes.map((_, label) => label).sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0) || a - b);
  let left = limit;
  bySize.forEach((label, done) => {
    const quota = Math.min(sizes[label] ?? 0, Math.floor(left / (bySize.length - done)));
    quotas[label] = quota;
    left -= quota;
  });
  return quotas;
}

/**
 * Indices into `labels` for training and validation, 80 to 20 within each class, each class of two or more
 * in both, in random order. Of more than `limit` examples, `limit` are drawn, as evenly from the classes as
 * can be.
 */
export function splitExamples(
  labels: Int32Array,
  classes: number,
  limit: number,
  random: Random,
): { readonly train: number[]; readonly validation: number[] } {
  const sizes = Array.from({ length: classes }, () => 0);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  const quotas = labels.length <= limit ? sizes : evenQuotas(sizes, limit);
  const forValidation = quotas.map((quota) =>
    Math.min(quota - 1, Math.max(1, Math.round(quota * validationShare))),
  );
  const seen = Array.from({ length: classes }, () => 0);
  const train: number[] = [];
  const validation: number[] = [];
  for (const index of permutation(labels.length, random)) {
    const label = labels[index] ?? 0;
    const place = seen[label] ?? 0;
    seen[label] = place + 1;
    if (place < (forValidation[label] ?? 0)) validation.push(index);
    else if (place < (quotas[label] ?? 0)) train.push(index);
  }
  return { train, validation };
}
