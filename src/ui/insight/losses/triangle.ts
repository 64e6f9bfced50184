// Where the probabilities of three classes lie in a triangle, and back. Plain numbers, nothing is drawn here.

export type Three = readonly [number, number, number];
export interface Point {
  readonly x: number;
  readonly y: number;
}

export const size = { width: 320, height: 286 } as const;
const corners: readonly [Point, Point, Point] = [
  { x: 160, y: 22 },
  { x: 24, y: 258 },
  { x: 296, y: 258 },
];
export const outline = corners.map(({ x, y }) => `${x},${y}`).join(' ');
export const cornerAt = (k: number): Point => corners[k] ?? corners[0];

/** No class is quite impossible: at the very edge logits would be infinite. */
const least = 0.004;

/** Brings any three numbers into the triangle. */
export function inside(p: Three): Three {
  const raised = p.map((share) => Math.max(least, share));
  const total = raised.reduce((sum, share) => sum + share, 0);
  return raised.map((share) => share / total) as unknown as Three;
}

export const toPoint = (p: ArrayLike<number>): Point => ({
  x: corners.reduce((sum, { x }, k) => sum + x * (p[k] ?? 0), 0),
  y: corners.reduce((sum, { y }, k) => sum + y * (p[k] ?? 0), 0),
});

/** The probabilities at a point; outside the triangle, those of a point near it. */
export function toShares({ x, y }: Point): Three {
  const [a, b, c] = corners;
  const area = (b.y - c.y) * (a.x - c.x) + (c.x - b.x) * (a.y - c.y);
  const first = ((b.y - c.y) * (x - c.x) + (c.x - b.x) * (y - c.y)) / area;
  const second = ((c.y - a.y) * (x - c.x) + (a.x - c.x) * (y - c.y)) / area;
  return inside([first, second, 1 - first - second]);
}

const rows = 8;
/** Evenly spread over the triangle: where arrows begin. */
export const field: readonly Three[] = Array.from({ length: rows }, (_, i) =>
  Array.from({ length: rows - i }, (_, j) => {
    const k = rows - 1 - i - j;
    return [(i + 1 / 3) / rows, (j + 1 / 3) / rows, (k + 1 / 3) / rows] as const;
  }),
).flat();

const stepsByKey: Readonly<Record<string, Point>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};
const stepLength = 8;

/** Where an arrow key moves a point; null for other keys. */
export function moved(p: Three, key: string): Three | null {
  const step = stepsByKey[key];
  if (step === undefined) return null;
  const { x, y } = toPoint(p);
  return toShares({ x: x + stepLength * step.x, y: y + stepLength * step.y });
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
