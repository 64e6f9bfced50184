// Tells charts that curves have grown, at most about eight times a second: the numbers themselves never pass through
// React. Works in a hidden tab, where animation frames stall.

/** What moves with every step is redrawn at most this often, all of it in one frame. */
export const redrawEveryMs = 125;
const listeners = new Set<() => void>();
let version = 0;
let timer: ReturnType<typeof setTimeout> | null = null;

function tell(): void {
  timer = null;
  version += 1;
  for (const listener of listeners) listener();
}

/** Curves have grown: charts are told soon. */
export function announceCurves(): void {
  timer ??= setTimeout(tell, redrawEveryMs);
}

/** Something else is redrawn now: charts that are to be told soon are told at once, and share its frame. */
export function tellCurvesNow(): void {
  if (timer === null) return;
  clearTimeout(timer);
  tell();
}

/** `listener` is called when curves are to be read again; returns what ends that. */
export function subscribeToCurves(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Changes whenever curves have grown. */
export const curvesVersion = (): number => version;
