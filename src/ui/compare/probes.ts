// Small questions about probes: are two the same, does one fit a task, how does it read.

import type { Item, TaskInfo } from '../../shared/protocol/data.ts';
import type { Probe } from '../../shared/protocol/watch.ts';

export function sameProbe(a: Probe | null, b: Probe | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'text') return b.kind === 'text' && a.text === b.text;
  return (
    b.kind === 'numbers' && a.values.length === b.values.length && a.values.every((v, i) => v === b.values[i])
  );
}

export function fits(probe: Probe, { input }: TaskInfo): boolean {
  if (probe.kind === 'text') return input.kind === 'text';
  return input.kind === 'numbers' && probe.values.length === input.fields.length;
}

/**
 * A number as short as it can be without losing what can be seen on a range of this width: three decimals, more where
 * the range is narrow.
 */
export function short(value: number, span = 1): string {
  const decimals = span > 0 ? Math.min(15, Math.max(3, 3 - Math.floor(Math.log10(span)))) : 3;
  return String(Number(value.toFixed(decimals)));
}

/** The same with a true minus sign: for reading, not for a field. */
export const signed = (value: number, span = 1): string => short(value, span).replace(/^-/, '−');

export function describeProbe(probe: Probe): string {
  return probe.kind === 'text'
    ? `“${probe.text}”`
    : `(${probe.values.map((value) => signed(value)).join(', ')})`;
}

/** The example that a probe was picked from, where it is one of `items`. */
export const itemOf = (probe: Probe | null, items: readonly (Item | null)[]): Item | null =>
  items.find((item) => item !== null && sameProbe(item.probe, probe)) ?? null;
