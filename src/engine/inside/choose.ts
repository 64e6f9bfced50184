// Which units of a layer are looked at, where it has more than can be: those with the largest weights leading out of them.

/** A unit on show gives way only to one whose norm is so many times its own: else the picture would flicker. */
const reluctance = 1.25;

/** At most `count` units by index, rising; `before` are those that were shown last. */
export function chooseUnits(
  norms: ArrayLike<number>,
  count: number,
  before: readonly number[] = [],
): number[] {
  const isShown = new Set(before);
  const rank = (unit: number) => {
    const norm = norms[unit] ?? 0;
    // A norm that is no number must not disturb the order of the others.
    return Number.isFinite(norm) ? norm * (isShown.has(unit) ? reluctance : 1) : 0;
  };
  return Array.from(norms, (_, unit) => unit)
    .sort((a, b) => rank(b) - rank(a) || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}
