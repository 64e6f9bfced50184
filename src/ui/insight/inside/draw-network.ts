// Draws one lane's network: a small map for each unit, a line for each weight. A positive weight is a solid line in the lane's
// colour, a negative one dashed and grey; the wider, the larger beside the others of its layer. Pixels only, no React.

import type { LayerMaps } from '../../../shared/protocol/inside.ts';
import { css, type Palette, type Rgb } from '../../compare/palette.ts';
import { drawUnit, type UnitField } from './draw-unit.ts';
import type { NetworkPlaces, Place } from './places.ts';

export interface NetworkDrawing {
  readonly layers: readonly LayerMaps[];
  readonly cells: number;
  readonly extent: number;
  readonly colour: Rgb;
  readonly palette: Palette;
  /** The chosen unit: whose lines stand out. */
  readonly chosen: { readonly column: number; readonly row: number } | null;
}

/** Side of a small map in pixels of its own: finer would cost time, and all lanes are drawn in one frame. */
const mostFine = 48;

/** The inputs themselves as maps: x grows to the right, y upwards. */
export function inputField(axis: 0 | 1, cells: number, extent: number): Float32Array {
  return Float32Array.from({ length: cells * cells }, (_, i) => {
    const at = axis === 0 ? i % cells : cells - 1 - Math.floor(i / cells);
    return extent * ((2 * at + 1) / cells - 1);
  });
}

/** The map of one unit; column 0 are the inputs. */
export function fieldOf(drawing: NetworkDrawing, column: number, row: number): UnitField {
  const { layers, cells, extent, palette, colour } = drawing;
  const layer = layers[column - 1];
  if (layer === undefined)
    return { values: inputField(row === 0 ? 0 : 1, cells, extent), cells, colour: palette.soft, line: 0 };
  const values = layer.maps.subarray(row * cells * cells, (row + 1) * cells * cells);
  return column === layers.length
    ? { values, cells, colour: palette.classes[row] ?? palette.grey, line: 0.5 }
    : { values, cells, colour, line: 0 };
}

function drawLine(context: CanvasRenderingContext2D, from: Place, to: Place): void {
  const [x0, y0] = [from.left + from.side, from.top + from.side / 2];
  const [x1, y1] = [to.left, to.top + to.side / 2];
  const bend = (x1 - x0) / 2;
  context.beginPath();
  context.moveTo(x0, y0);
  context.bezierCurveTo(x0 + bend, y0, x1 - bend, y1, x1, y1);
  context.stroke();
}

function drawLines(
  context: CanvasRenderingContext2D,
  { columns }: NetworkPlaces,
  drawing: NetworkDrawing,
): void {
  const { layers, palette, colour, chosen } = drawing;
  layers.forEach(({ weights }, i) => {
    const [below, above] = [columns[i] ?? [], columns[i + 1] ?? []];
    const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    below.forEach((from, row) => {
      above.forEach((to, column) => {
        const weight = weights[row * above.length + column] ?? 0;
        const share = largest === 0 ? 0 : Math.abs(weight) / largest;
        const isOfChosen =
          (chosen?.column === i + 1 && chosen.row === column) || (chosen?.column === i && chosen.row === row);
        context.lineWidth = 0.4 + 3.6 * share;
        context.setLineDash(weight < 0 ? [4, 3] : []);
        const strength = 0.15 + 0.75 * share;
        context.strokeStyle = css(
          weight < 0 ? palette.soft : colour,
          isOfChosen ? 1 : strength * (chosen ? 0.4 : 1),
        );
        drawLine(context, from, to);
      });
    });
  });
  context.setLineDash([]);
}

export function drawNetwork(
  context: CanvasRenderingContext2D,
  places: NetworkPlaces,
  drawing: NetworkDrawing,
  ratio: number,
): void {
  drawLines(context, places, drawing);
  places.columns.forEach((column, at) => {
    column.forEach(({ left, top, side }, row) => {
      const fine = Math.min(ratio, mostFine / side);
      drawUnit(context, fieldOf(drawing, at, row), [left, top], side, fine, drawing.palette);
      context.strokeStyle = css(drawing.palette.grey);
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, top + 0.5, side - 1, side - 1);
    });
  });
}
