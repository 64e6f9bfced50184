// Which models are worth their size: those that no other beats in both size and score. Pure.

export interface Scored {
  readonly size: number;
  readonly score: number;
}

/**
 * The points that none other dominates, by rising size: each is better than all smaller ones. `more` says whether a higher
 * score is the better one. Of equal points the first is kept; what is no number counts for nothing.
 */
export function paretoFront<P extends Scored>(points: readonly P[], more: boolean): P[] {
  const isBetter = (a: number, b: number) => (more ? a > b : a < b);
  const sorted = points
    .filter(({ size, score }) => Number.isFinite(size) && Number.isFinite(score))
    .sort(
      (a, b) => a.size - b.size || (isBetter(a.score, b.score) ? -1 : isBetter(b.score, a.score) ? 1 : 0),
    );
  const front: P[] = [];
  for (const point of sorted) {
    const best = front.at(-1);
    if (best === undefined || isBetter(point.score, best.score)) front.push(point);
  }
  return front;
}
