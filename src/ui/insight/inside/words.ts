// How what is inside the networks is called and written.

import type { TaskInfo } from '../../../shared/protocol/data.ts';
import type { LayerMaps } from '../../../shared/protocol/inside.ts';
import { percent } from '../../format.ts';

/** A number with three digits that matter and a true minus sign; a dash where it is none. */
export function figure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 10_000))
    return value.toExponential(1).replace('e+', 'e').replaceAll('-', '−');
  return value.toFixed(size < 10 ? 3 : size < 100 ? 2 : 1).replace('-', '−');
}

/** Between -1 and 1, always with its sign. */
export const correlation = (r: number): string => `${r < 0 ? '−' : '+'}${Math.abs(r).toFixed(2)}`;

/** "layer 2" or "output"; `count` are the hidden layers, the first is 0. */
export const layerName = (layer: number, count: number): string =>
  layer === count ? 'output' : `layer ${layer + 1}`;

/** A unit as it is spoken of: "unit 3", or the class that it stands for. */
export const unitName = (
  layer: number,
  unit: number,
  layers: readonly LayerMaps[],
  task: TaskInfo,
): string => (layer === layers.length - 1 ? (task.classes[unit] ?? String(unit)) : `unit ${unit + 1}`);

export const isDead = ({ largest }: LayerMaps, row: number): boolean => largest[row] === 0;

/** Where a hidden unit is above 0; `row` is its place among those that are shown. */
export function activeWords(layer: LayerMaps, row: number): string {
  if (isDead(layer, row)) return 'dead: 0 everywhere';
  const share = layer.active[row] ?? null;
  return share === 0 ? 'above 0 nowhere' : `above 0 on ${percent(share)} of the plane`;
}
