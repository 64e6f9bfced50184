// What drawings of fields, one pixel a place, have in common. Knows no React.

import type { Rgb } from './palette.ts';

/** Puts `colour` over `paper`, `share` of it, at the byte `at`. Makes nothing: called for every pixel. */
export function mix(into: Uint8ClampedArray, at: number, paper: Rgb, colour: Rgb, share: number): void {
  for (let c = 0; c < 3; c++) {
    into[at + c] = (paper[c] ?? 0) * (1 - share) + (colour[c] ?? 0) * share;
  }
  into[at + 3] = 255;
}

/** One scratch canvas for all drawings: its content is copied at once. */
let scratch: OffscreenCanvas | null = null;

/** Fills a square of `side` CSS pixels with the image, as the context smooths. */
export function drawScaled(
  context: CanvasRenderingContext2D,
  image: ImageData,
  [left, top]: readonly [number, number],
  side: number,
): void {
  scratch ??= new OffscreenCanvas(1, 1);
  scratch.width = image.width;
  scratch.height = image.height;
  scratch.getContext('2d')?.putImageData(image, 0, 0);
  context.drawImage(scratch, left, top, side, side);
}
