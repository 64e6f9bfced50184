// Draws the task's points once, on a layer that all maps share. Pixels only, no React.

import { css, type Palette } from './palette.ts';
import { shapeOf } from './shapes.ts';

export interface PointsStyle {
  /** Side of the layer in device pixels. */
  readonly side: number;
  /** Half the side of the square that is drawn, in the task's units. */
  readonly extent: number;
  readonly showValidation: boolean;
  readonly seenOnly: boolean;
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

/** Rows of x, y, class, seen become spots in pixels, those whose label the student sees apart from the others. */
function place(rows: Float32Array, { side, extent }: PointsStyle): { seen: Spot[]; others: Spot[] } {
  const seen: Spot[] = [];
  const others: Spot[] = [];
  for (let at = 0; at < rows.length; at += 4) {
    const [x = 0, y = 0, label = 0, isSeen = 0] = rows.subarray(at, at + 4);
    const spot = { x: ((x / extent + 1) / 2) * side, y: ((1 - y / extent) / 2) * side, label };
    (isSeen === 1 ? seen : others).push(spot);
  }
  return { seen, others };
}

/** One path with the sign of class `label` at every spot of that class. */
function signs(spots: readonly Spot[], label: number, radius: number): Path2D {
  const path = new Path2D();
  const sign = new Path2D(shapeOf(label).path);
  for (const spot of spots) {
    if (spot.label === label) path.addPath(sign, { a: radius, d: radius, e: spot.x, f: spot.y });
  }
  return path;
}

function rings(spots: readonly Spot[], radius: number): Path2D {
  const path = new Path2D();
  for (const { x, y } of spots) {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
  }
  return path;
}

export function drawPoints(
  points: { readonly train: Float32Array; readonly validation: Float32Array },
  palette: Palette,
  style: PointsStyle,
): OffscreenCanvas | null {
  const { side } = style;
  if (side === 0) return null;
  const layer = new OffscreenCanvas(side, side);
  const context = layer.getContext('2d');
  if (context === null) return null;
  const { seen, others } = place(points.train, style);
  const validation = style.showValidation ? place(points.validation, style).others : [];
  // A few labels stand out; where there are hundreds they must not cover the map.
  const crowding = Math.min(1, Math.sqrt(24 / Math.max(1, seen.length)));
  const large = side * Math.max(0.016, 0.031 * crowding);
  const ringRadius = large * 1.6;

  palette.classes.forEach((colour, label) => {
    if (!style.seenOnly) {
      context.fillStyle = css(colour, 0.6);
      context.fill(signs(others, label, side * 0.011));
    }
    context.strokeStyle = css(colour, 0.9);
    context.lineWidth = side * 0.006;
    context.stroke(signs(validation, label, side * 0.014));
  });
  const ring = rings(seen, ringRadius);
  context.strokeStyle = css(palette.panel);
  context.lineWidth = side * 0.022;
  context.stroke(ring);
  context.strokeStyle = css(palette.ink);
  context.lineWidth = side * 0.009;
  context.stroke(ring);
  palette.classes.forEach((colour, label) => {
    const path = signs(seen, label, large);
    context.strokeStyle = css(palette.panel);
    context.lineWidth = side * 0.014;
    context.stroke(path);
    context.fillStyle = css(colour);
    context.fill(path);
  });
  return layer;
}
