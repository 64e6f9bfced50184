// How cells are shaded: from the paper to one colour that everybody can tell, more of it for better; a gain below zero has
// another one. The numbers stand in the cells, so that colour is never the only cue. Data, no components.

import type { Config } from '../../shared/config.ts';
import { measureOf } from '../../shared/gain.ts';
import { type FigureId, sweepFigures } from '../../shared/sweep/figures.ts';
import type { Cell } from '../../shared/sweep/results.ts';

/** At most as much colour, in per cent: text must stay legible on it. */
const mostColour = 62;

export interface Shades {
  /** CSS colour behind a value. */
  of(value: number): string;
  /** Ends of the scale, the better one last; null before there are values. */
  readonly ends: readonly [worst: number, best: number] | null;
}

const mixed = (colour: string, share: number): string =>
  `color-mix(in oklab, var(--${colour}) ${Math.round(mostColour * share)}%, var(--panel))`;

export function shadesOf(cells: readonly Cell[], figure: FigureId, config: Config): Shades {
  const means = cells.flatMap(({ spread }) => (spread.count > 0 ? [spread.mean] : []));
  if (means.length === 0) return { of: () => 'transparent', ends: null };
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const isMore = sweepFigures[figure].better(measureOf(config)) === 'more';
  const ends = isMore ? ([low, high] as const) : ([high, low] as const);
  if (figure === 'gain') {
    const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
    return {
      ends,
      of: (value) => mixed(value < 0 ? 'shade-worse' : 'shade', Math.abs(value) / most),
    };
  }
  const range = high - low || 1;
  return { ends, of: (value) => mixed('shade', (isMore ? value - low : high - value) / range) };
}
