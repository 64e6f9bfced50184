// Draws heads of attention: each row a token that looks, each column one that is looked at; the more colour, the more weight.
// Pixels only, no React.

import { css, type Palette, type Rgb } from '../../compare/palette.ts';
import { drawScaled, mix } from '../../compare/pixels.ts';

export interface HeadMap {
  /** Shape [length, length]. */
  readonly weights: Float32Array;
  readonly length: number;
  readonly colour: Rgb;
}

const strongest = 0.92;
/** How much grey the future takes, which no token may look at. */
const future = 0.16;

/** One pixel a pair of tokens. Colour goes with the square root, so that small weights can be seen. */
function headImage({ weights, length, colour }: HeadMap, palette: Palette): ImageData {
  const image = new ImageData(length, length);
  for (let pixel = 0; pixel < weights.length; pixel++) {
    const isFuture = pixel % length > Math.floor(pixel / length);
    const weight = weights[pixel] ?? 0;
    const [over, share] = Number.isNaN(weight)
      ? [palette.grey, 0.5]
      : isFuture
        ? [palette.grey, future]
        : [colour, Math.sqrt(weight) * strongest];
    mix(image.data, 4 * pixel, palette.panel, over, share);
  }
  return image;
}

/** Fills a square of `side` CSS pixels. */
export function drawHead(
  context: CanvasRenderingContext2D,
  head: HeadMap,
  [left, top]: readonly [number, number],
  side: number,
  palette: Palette,
): void {
  context.imageSmoothingEnabled = false;
  drawScaled(context, headImage(head, palette), [left, top], side);
  context.strokeStyle = css(palette.grey);
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, side - 1, side - 1);
}

/** Where a large map lies beside its words, CSS pixels. */
export interface Sheet {
  readonly cell: number;
  /** Room for the tokens, left and above; 0 where cells are too small for words. */
  readonly margin: number;
  readonly side: number;
}

const leastForWords = 11;
const wordsRoom = 48;

/** The largest cells with which `length` tokens fit into `width`. */
export function sheetOf(length: number, width: number): Sheet {
  const withWords = Math.floor((width - wordsRoom) / length);
  const margin = withWords >= leastForWords ? wordsRoom : 0;
  const cell = Math.min(24, margin === 0 ? width / length : withWords);
  return { cell, margin, side: margin + cell * length };
}

const shown = (token: string): string => {
  const plain = token.replaceAll('\n', '↵').replaceAll(' ', '␣');
  return plain.length > 6 ? `${plain.slice(0, 5)}…` : plain;
};

/** A map with its tokens on both axes and a frame around the row of the token that looks. */
export function drawSheet(
  context: CanvasRenderingContext2D,
  head: HeadMap,
  { cell, margin }: Sheet,
  tokens: readonly string[],
  query: number,
  palette: Palette,
): void {
  drawHead(context, head, [margin, margin], cell * head.length, palette);
  context.strokeStyle = css(palette.ink);
  context.lineWidth = 2;
  context.strokeRect(margin, margin + query * cell, cell * (query + 1), cell);
  if (margin === 0) return;
  context.font = `${Math.min(13, cell - 1)}px ${getComputedStyle(document.body).fontFamily}`;
  context.textBaseline = 'middle';
  tokens.forEach((token, i) => {
    const middle = margin + (i + 0.5) * cell;
    context.fillStyle = css(i === query ? palette.ink : palette.soft);
    context.textAlign = 'right';
    context.fillText(shown(token), margin - 4, middle);
    context.save();
    context.translate(middle, margin - 4);
    context.rotate(-Math.PI / 2);
    context.textAlign = 'left';
    context.fillText(shown(token), 0, 0);
    context.restore();
  });
}
