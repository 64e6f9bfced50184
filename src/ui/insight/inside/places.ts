// Where things stand in a picture, and where an arrow key leads from one to another. CSS pixels; no React.

export interface Place {
  /** Unique within a picture. */
  readonly id: string;
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** A network drawn as columns: inputs, hidden layers, output. */
export interface NetworkPlaces {
  readonly width: number;
  readonly height: number;
  readonly side: number;
  /** Places of each column, top to bottom, each column in the middle of the height. */
  readonly columns: readonly (readonly Place[])[];
}

const leastGap = 14;
const rowGap = 6;

/** `counts` are the units of each column; wider than `width` where that is too narrow for them. */
export function networkPlaces(counts: readonly number[], width: number, side: number): NetworkPlaces {
  const least = counts.length * side + (counts.length - 1) * leastGap;
  const whole = Math.max(width, least);
  const pitch = counts.length > 1 ? (whole - side) / (counts.length - 1) : 0;
  const heightOf = (count: number) => Math.max(0, count * (side + rowGap) - rowGap);
  const height = heightOf(Math.max(1, ...counts));
  const columns = counts.map((count, column) =>
    Array.from({ length: count }, (_, row) => ({
      id: `${column}.${row}`,
      left: column * pitch,
      top: (height - heightOf(count)) / 2 + row * (side + rowGap),
      side,
    })),
  );
  return { width: whole, height, side, columns };
}

/** Squares in rows and columns, `[rows, columns]` of them; wider than `width` where that is too narrow. */
export function gridPlaces(
  rows: number,
  columns: number,
  width: number,
  sides: { readonly least: number; readonly most: number },
): { readonly width: number; readonly height: number; readonly places: readonly Place[] } {
  const fits = Math.floor((width - (columns - 1) * rowGap) / columns);
  const side = Math.min(sides.most, Math.max(sides.least, fits));
  const places = Array.from({ length: rows * columns }, (_, i) => ({
    id: String(i),
    left: (i % columns) * (side + rowGap),
    top: Math.floor(i / columns) * (side + rowGap),
    side,
  }));
  const along = (count: number) => count * (side + rowGap) - rowGap;
  return { width: along(columns), height: along(rows), places };
}

const ways: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The place that an arrow key leads to: the next column at about the same height, or the next in the column; null for other keys. */
export function placeBehind(key: string, from: Place, all: readonly Place[]): Place | null {
  const way = ways[key];
  if (way === undefined) return null;
  const [x, y] = way;
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (const place of all) {
    const [dx, dy] = [place.left - from.left, place.top - from.top];
    const ahead = dx * x + dy * y;
    const aside = Math.abs(x === 0 ? dx : dy);
    // Up and down stay in the column.
    if (ahead < 1 || (x === 0 && aside > 1)) continue;
    const far = ahead * 1000 + aside;
    if (far < least) [best, least] = [place, far];
  }
  return best;
}

/** Least side of what is pressed: a finger needs more than a mouse. */
export const unitSide = (): number => (matchMedia('(pointer: coarse)').matches ? 44 : 36);
