// The axes of a chart: what they cover, and round numbers on the way. Pure; knows nothing of React or pixels.

import type { Extent } from './chart-data.ts';

export interface Axis {
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly number[];
  readonly log: boolean;
}

/** Whether they look the same. */
export const sameAxis = (a: Axis, b: Axis): boolean =>
  a.log === b.log &&
  a.domain.every((bound, i) => bound === b.domain[i]) &&
  a.ticks.length === b.ticks.length &&
  a.ticks.every((tick, i) => tick === b.ticks[i]);

/** Undoes the dust of floating-point arithmetic on numbers that are meant to be round. */
const rounded = (value: number): number => Number(value.toPrecision(10));

/** A round distance between ticks (1, 2, 2.5 or 5 times a power of ten) that gives at most `intervals` of them. */
function tickStep(range: number, intervals: number): number {
  const least = range / intervals;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** An axis that begins and ends at round numbers around what it must show. */
export function linearAxis(low: number, high: number, intervals = 4): Axis {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const range = [high - low, size].find((length) => length > 1e-9 * size && length > 1e-300) ?? 1;
  const step = tickStep(range, intervals);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => rounded((first + i) * step));
  return { domain: [ticks[0] ?? low, ticks.at(-1) ?? high], ticks, log: false };
}

/** Steps from 0: ends exactly where the run does, with round ticks on the way. */
export function stepAxis(range: number, intervals = 5): Axis {
  const top = Math.max(1, range);
  const step = Math.max(1, Math.ceil(tickStep(top, intervals)));
  const ticks = Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step);
  return { domain: [0, top], ticks, log: false };
}

/** At most this many powers of ten below the greatest value are shown on a log axis. */
const maxDecades = 6;

/** A logarithmic axis between round numbers. Zeros and values below its floor are drawn on the floor. */
export function logAxis(extent: Extent | null): Axis {
  if (extent === null || extent.leastPositive === null)
    return { domain: [0.001, 1], ticks: [0.001, 0.01, 0.1, 1], log: true };
  const low = Math.max(extent.leastPositive, extent.high * 10 ** -maxDecades) * (1 + 1e-9);
  const high = extent.high * (1 - 1e-9);
  const [floor, ceiling] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const powers = Array.from({ length: ceiling - floor + 1 }, (_, i) => rounded(10 ** (floor + i)));
  const candidates = powers.flatMap((power) => [power, rounded(2 * power), rounded(5 * power)]);
  const bottom = Math.max(
    0,
    candidates.findLastIndex((tick) => tick <= low),
  );
  const top = Math.max(
    bottom + 1,
    candidates.findIndex((tick) => tick >= high),
  );
  const within = candidates.slice(bottom, top + 1);
  return {
    domain: [within[0] ?? low, within.at(-1) ?? high],
    ticks: within.length > 7 ? within.filter((tick) => powers.includes(tick)) : within,
    log: true,
  };
}
