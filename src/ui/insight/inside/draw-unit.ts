// Draws what one unit answers everywhere in the plane. Pixels only, no React. More than 0 is the unit's colour, less than 0 is
// grey and hatched, a line runs where the sign changes: colour is never the only cue.

import type { Palette, Rgb } from '../../compare/palette.ts';
import { drawScaled, mix } from '../../compare/pixels.ts';

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

/** Of each pixel the cell's centre before it, and how far it lies from there to the next. */
function between(cells: number, side: number): { readonly from: Int32Array; readonly part: Float32Array } {
  const from = new Int32Array(side);
  const part = new Float32Array(side);
  for (let pixel = 0; pixel < side; pixel++) {
    const at = Math.min(cells - 1, Math.max(0, ((pixel + 0.5) * cells) / side - 0.5));
    from[pixel] = Math.min(cells - 2, Math.floor(at));
    part[pixel] = at - (from[pixel] ?? 0);
  }
  return { from, part };
}

/** Values between the centres of the cells, [side, side]. */
function interpolated({ values, cells }: UnitField, side: number): Float32Array {
  const smooth = new Float32Array(side * side);
  const { from, part } = between(cells, side);
  for (let y = 0; y < side; y++) {
    const v = part[y] ?? 0;
    for (let x = 0; x < side; x++) {
      const u = part[x] ?? 0;
      const at = (from[y] ?? 0) * cells + (from[x] ?? 0);
      const upper = (values[at] ?? 0) * (1 - u) + (values[at + 1] ?? 0) * u;
      const lower = (values[at + cells] ?? 0) * (1 - u) + (values[at + cells + 1] ?? 0) * u;
      smooth[y * side + x] = upper * (1 - v) + lower * v;
    }
  }
  return smooth;
}

/** How much of its colour a place takes; `isStroke`: it lies on the hatching. */
function shareOf(value: number, size: number, line: number, isStroke: boolean): number {
  if (Number.isNaN(value)) return 0.5;
  if (line === 0.5) return value * strongest;
  const share = size === 0 ? 0 : (Math.abs(value) / size) * strongest;
  return value > 0 || isStroke ? share : share / 3;
}

/** Called for every unit of every lane at each new look: nothing is made inside its loop. */
export function unitImage(field: UnitField, side: number, palette: Palette): ImageData {
  const image = new ImageData(side, side);
  const values = interpolated(field, side);
  const { least, most } = rangeOf(field.values);
  const size = Math.max(Math.abs(least), Math.abs(most));
  // Where nothing is below the line, it is drawn just above: else it would step along the cells in which nothing is.
  const line = least >= field.line ? field.line + nearlyNothing * size : field.line;
  for (let pixel = 0; pixel < values.length; pixel++) {
    const value = values[pixel] ?? 0;
    const x = pixel % side;
    const isAbove = value > line;
    const isLine =
      (x > 0 && isAbove !== (values[pixel - 1] ?? 0) > line) ||
      (pixel >= side && isAbove !== (values[pixel - side] ?? 0) > line);
    const isStroke = (x + (pixel - x) / side) % hatch < hatch / 3;
    const share = isLine ? 0.75 : shareOf(value, size, field.line, isStroke);
    const isGrey = Number.isNaN(value) || (field.line === 0 && value <= 0);
    const colour = isLine ? palette.ink : isGrey ? palette.soft : field.colour;
    mix(image.data, 4 * pixel, palette.panel, colour, share);
  }
  return image;
}

/** Fills a square of `side` CSS pixels; `ratio` device pixels each. */
export function drawUnit(
  context: CanvasRenderingContext2D,
  field: UnitField,
  place: readonly [left: number, top: number],
  side: number,
  ratio: number,
  palette: Palette,
): void {
  const image = unitImage(field, Math.min(maxSide, Math.round(side * ratio)), palette);
  drawScaled(context, image, place, side);
}
