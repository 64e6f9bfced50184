// Draws what one lane answers everywhere in the plane: probabilities as colours. Pixels only, no React.

import { argMax } from '../../shared/softmax.ts';
import { css, type Palette } from './palette.ts';
import { drawScaled, mix } from './pixels.ts';

export interface Field {
  /** Shape [cells * cells, classes], rows from the top left. */
  readonly probabilities: Float32Array;
  readonly cells: number;
  readonly classes: number;
}

/** How much of the class's colour an area takes: where the lane wavers, and where it is sure. */
const faintest = 0.1;
const strongest = 0.62;
const flat = 0.5;
/** Side of the discretised picture, at most: larger canvases scale it up. */
const maxSide = 320;
/** Stands for "not a number" among the winners. */
const noClass = 255;

/** One pixel per cell: colours mixed by probability, paler the less sure the lane is. */
function shade({ probabilities, cells, classes }: Field, palette: Palette): ImageData {
  const image = new ImageData(cells, cells);
  const mixed: [number, number, number] = [0, 0, 0];
  for (let cell = 0; cell < cells * cells; cell++) {
    mixed.fill(0);
    let best = 0;
    for (let k = 0; k < classes; k++) {
      const p = probabilities[cell * classes + k] ?? 0;
      const colour = palette.classes[k] ?? palette.grey;
      best = Math.max(best, p);
      for (let c = 0; c < 3; c++) mixed[c] = (mixed[c] ?? 0) + p * (colour[c] ?? 0);
    }
    const sure = (best * classes - 1) / (classes - 1);
    if (Number.isNaN(sure + mixed[0])) mix(image.data, 4 * cell, palette.panel, palette.grey, flat);
    else mix(image.data, 4 * cell, palette.panel, mixed, faintest + (strongest - faintest) * sure);
  }
  return image;
}

/** The winning class at each pixel, from probabilities interpolated between the cells' centres. */
function winners({ probabilities, cells, classes }: Field, side: number): Uint8Array {
  const won = new Uint8Array(side * side);
  const between = new Float32Array(classes);
  const scale = cells / side;
  for (let y = 0; y < side; y++) {
    const v = Math.min(cells - 1, Math.max(0, (y + 0.5) * scale - 0.5));
    const top = Math.min(cells - 2, Math.floor(v));
    for (let x = 0; x < side; x++) {
      const u = Math.min(cells - 1, Math.max(0, (x + 0.5) * scale - 0.5));
      const left = Math.min(cells - 2, Math.floor(u));
      const at = (top * cells + left) * classes;
      const below = at + cells * classes;
      for (let k = 0; k < classes; k++) {
        const upper =
          (probabilities[at + k] ?? 0) * (left + 1 - u) + (probabilities[at + classes + k] ?? 0) * (u - left);
        const lower =
          (probabilities[below + k] ?? 0) * (left + 1 - u) +
          (probabilities[below + classes + k] ?? 0) * (u - left);
        between[k] = upper * (top + 1 - v) + lower * (v - top);
      }
      won[y * side + x] = Number.isNaN(between[0]) ? noClass : argMax(between);
    }
  }
  return won;
}

/** Flat areas with a line where the winner changes. */
function discretise(field: Field, palette: Palette, side: number): ImageData {
  const won = winners(field, side);
  const image = new ImageData(side, side);
  for (let pixel = 0; pixel < won.length; pixel++) {
    const winner = won[pixel] ?? 0;
    const isEdge =
      (pixel % side > 0 && won[pixel - 1] !== winner) || (pixel >= side && won[pixel - side] !== winner);
    mix(
      image.data,
      4 * pixel,
      palette.panel,
      isEdge ? palette.ink : (palette.classes[winner] ?? palette.grey),
      isEdge ? 0.8 : flat,
    );
  }
  return image;
}

/** Fills a square canvas of `side` pixels: the map, or bare paper where there is none yet, then the points. */
export function drawMap(
  context: CanvasRenderingContext2D,
  side: number,
  field: Field | null,
  isDiscrete: boolean,
  palette: Palette,
  points: OffscreenCanvas | null,
): void {
  if (field === null) {
    context.fillStyle = css(palette.panel);
    context.fillRect(0, 0, side, side);
  } else {
    const image = isDiscrete ? discretise(field, palette, Math.min(side, maxSide)) : shade(field, palette);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    drawScaled(context, image, [0, 0], side);
  }
  if (points !== null) context.drawImage(points, 0, 0, side, side);
}
