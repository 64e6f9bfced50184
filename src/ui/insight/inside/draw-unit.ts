// Draws what one unit answers everywhere in the plane. Pixels only, no React. More than 0 is the unit's colour, less than 0 is
// grey and hatched, a line runs where the sign changes: colour is never the only cue.

import type { Palette, Rgb } from '../../compare/palette.ts';

export interface UnitField {
  /** Shape [cells * cells], rows from the top left. */
  readonly values: Float32Array;
  readonly cells: number;
  readonly colour: Rgb;
  /** What lies above it is drawn as more, what lies below it as less: 0, or 0.5 for probabilities. */
  readonly line: 0 | 0.5;
}

/** The most of a colour that a place takes. */
const strongest = 0.88;
/** Side of what is computed, at most: larger maps are scaled up. */
const maxSide = 256;
/** Share of a map's largest value. */
const nearlyNothing = 0.02;
/** Device pixels from one stroke of the hatching to the next. */
const hatch = 6;

/** Least and largest value of a map; NaN where it holds one. */
export function rangeOf(values: Float32Array): { readonly least: number; readonly most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (Number.isNaN(value)) return { least: Number.NaN, most: Number.NaN };
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

/** Values between the centres of the cells, [side, side]. */
function interpolated({ values, cells }: UnitField, side: number): Float32Array {
  const between = new Float32Array(side * side);
  const scale = cells / side;
  const place = (pixel: number): [number, number] => {
    const at = Math.min(cells - 1, Math.max(0, (pixel + 0.5) * scale - 0.5));
    const from = Math.min(cells - 2, Math.floor(at));
    return [from, at - from];
  };
  for (let y = 0; y < side; y++) {
    const [top, v] = place(y);
    for (let x = 0; x < side; x++) {
      const [left, u] = place(x);
      const at = top * cells + left;
      const upper = (values[at] ?? 0) * (1 - u) + (values[at + 1] ?? 0) * u;
      const lower = (values[at + cells] ?? 0) * (1 - u) + (values[at + cells + 1] ?? 0) * u;
      between[y * side + x] = upper * (1 - v) + lower * v;
    }
  }
  return between;
}

/** One pixel's colour and how much of it. */
function shadeOf(value: number, size: number, field: UnitField, palette: Palette, isStroke: boolean) {
  if (Number.isNaN(value)) return [palette.grey, 0.5] as const;
  if (field.line === 0.5) return [field.colour, value * strongest] as const;
  const share = size === 0 ? 0 : (Math.abs(value) / size) * strongest;
  return value > 0
    ? ([field.colour, share] as const)
    : ([palette.soft, isStroke ? share : share / 3] as const);
}

export function unitImage(field: UnitField, side: number, palette: Palette): ImageData {
  const image = new ImageData(side, side);
  const values = interpolated(field, side);
  const { least, most } = rangeOf(field.values);
  const size = Math.max(Math.abs(least), Math.abs(most));
  // Where nothing is below the line, it is drawn just above: else it would step along the cells in which nothing is.
  const line = least >= field.line ? field.line + nearlyNothing * size : field.line;
  const isAbove = (pixel: number) => (values[pixel] ?? 0) > line;
  for (let pixel = 0; pixel < values.length; pixel++) {
    const [x, y] = [pixel % side, Math.floor(pixel / side)];
    const isLine =
      (x > 0 && isAbove(pixel) !== isAbove(pixel - 1)) || (y > 0 && isAbove(pixel) !== isAbove(pixel - side));
    const isStroke = (x + y) % hatch < hatch / 3;
    const [colour, share] = isLine
      ? ([palette.ink, 0.75] as const)
      : shadeOf(values[pixel] ?? 0, size, field, palette, isStroke);
    for (let c = 0; c < 3; c++)
      image.data[4 * pixel + c] = (palette.panel[c] ?? 0) * (1 - share) + (colour[c] ?? 0) * share;
    image.data[4 * pixel + 3] = 255;
  }
  return image;
}

/** One scratch canvas for all maps: its content is copied at once. */
let scratch: OffscreenCanvas | null = null;

/** Fills a square of `side` CSS pixels; `ratio` device pixels each. */
export function drawUnit(
  context: CanvasRenderingContext2D,
  field: UnitField,
  [left, top]: readonly [number, number],
  side: number,
  ratio: number,
  palette: Palette,
): void {
  const image = unitImage(field, Math.min(maxSide, Math.round(side * ratio)), palette);
  scratch ??= new OffscreenCanvas(1, 1);
  scratch.width = image.width;
  scratch.height = image.height;
  scratch.getContext('2d')?.putImageData(image, 0, 0);
  context.drawImage(scratch, left, top, side, side);
}
