// How a number control moves: along its slider, up and down its ladder, and from what was typed. Pure functions.

import { check, fromSlider, type NumberSpec, quote, sliderRange, toSlider } from '../../shared/params.ts';

export type Presentation = 'slider' | 'stepper' | 'field';

/** A slider where its positions reach the values that matter; else a ladder; a bare field for numbers without size. */
export function presentationOf(spec: NumberSpec): Presentation {
  const values = (spec.max - spec.min) / spec.step;
  if (spec.integer && values > 1_000_000) return 'field';
  return spec.integer && spec.scale === 'linear' && values > 1000 ? 'stepper' : 'slider';
}

const inside = (spec: NumberSpec, value: number): number => Math.min(spec.max, Math.max(spec.min, value));

export const sliderPosition = (spec: NumberSpec, value: number): number =>
  toSlider(spec, inside(spec, value));

/** The value that many slider positions away, or the next different one: rounding must not hold an arrow key up. */
export function nudge(spec: NumberSpec, value: number, positions: number): number {
  const direction = Math.sign(positions);
  let at = sliderPosition(spec, value) + positions;
  while (at > sliderRange.min && at < sliderRange.max && (fromSlider(spec, at) - value) * direction <= 0) {
    at += direction;
  }
  return fromSlider(spec, Math.min(sliderRange.max, Math.max(sliderRange.min, at)));
}

/** The next rung: halves and doubles on a log scale, 1-2-5-10 on a linear one. */
export function rung(spec: NumberSpec, value: number, direction: 1 | -1): number {
  if (spec.scale === 'log') {
    return inside(spec, direction > 0 ? value * 2 : Math.floor(value / 2));
  }
  const decade = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  const rungs = [0.5, 1, 2, 5, 10].map((factor) => factor * decade);
  const next =
    direction > 0 ? rungs.find((candidate) => candidate > value) : rungs.findLast((below) => below < value);
  return inside(spec, value < 1 && direction > 0 ? 1 : Math.floor(next ?? 0));
}

/** What was typed, as a value that fits, and a sentence where it had to be changed. */
export function readTyped(
  spec: NumberSpec,
  typed: string,
  current: number,
): { readonly value: number; readonly said: string } {
  // "4,000" is a whole number as people write it; "0,5" is a half in most of Europe.
  const plain = spec.integer ? typed.replaceAll(/[\s,'_]/g, '') : typed.trim().replace(',', '.');
  const wanted = plain === '' ? Number.NaN : Number(plain);
  if (Number.isNaN(wanted)) {
    return { value: current, said: plain === '' ? '' : `${quote(typed)} is not a number; ${current} stays.` };
  }
  const { value, problem } = check(spec, wanted);
  return { value: value as number, said: problem === null ? '' : `${problem}.` };
}
