// Tells charts that curves have grown, at most about eight times a second: the numbers themselves never pass through
// React. Works in a hidden tab, where animation frames stall.

const redrawEveryMs = 125;
const listeners = new Set<() => void>();
let version = 0;
let waiting = false;

export function announceCurves(): void {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    version += 1;
    for (const listener of listeners) listener();
  }, redrawEveryMs);
}

export function subscribeToCurves(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Changes whenever curves have grown. */
export const curvesVersion = (): number => version;
