// One axis of a sweep: a setting and the values it takes, listed ("1,2,4") or evenly spread on the setting's own scale
// ("1:16:5"). Pure; knows nothing of runs.

import { type Config, flatten, specsFor } from '../config.ts';
import {
  equalValues,
  formatValue,
  type NumberSpec,
  type ParamSpec,
  type ParamValue,
  parse,
  quote,
} from '../params.ts';

export interface Axis {
  readonly path: string;
  readonly spec: ParamSpec;
  /** As it was asked for: `1,2,4` or `low:high:count`. */
  readonly written: string;
  /** Numbers from small to large; other values in the order in which they were asked for. */
  readonly values: readonly ParamValue[];
  /** Of a range: between which numbers a random search draws. */
  readonly ends: Ends | null;
}

export type Ends = readonly [low: number, high: number];

export const mostValues = 40;

/** Texts name data, the seed repeats, and tasks and model families make other experiments. */
export const isSweepable = (path: string, spec: ParamSpec): boolean =>
  spec.type !== 'text' && path !== 'seed' && !/^(task|teacher|student)\.kind$/.test(path);

/** The number at a share of the way, as fine as the setting is. */
function numberBetween(spec: NumberSpec, [low, high]: Ends, share: number): number {
  const isLog = spec.scale === 'log' && low > 0;
  const exact = isLog ? low * (high / low) ** share : low + share * (high - low);
  const fine = isLog
    ? Number(exact.toPrecision(3))
    : Number((Math.round(exact / spec.step) * spec.step).toPrecision(12));
  const inside = Math.min(high, Math.max(low, fine));
  return spec.integer ? Math.round(inside) : inside;
}

/** What a random search takes at a share from 0 up to 1: between the ends of a range, or one of the listed values. */
export function valueAt({ path, spec, values, ends }: Axis, share: number): ParamValue {
  if (ends !== null && spec.type === 'number') return numberBetween(spec, ends, share);
  const value = values[Math.min(values.length - 1, Math.floor(share * values.length))];
  if (value === undefined) throw new Error(`${path} has no values`);
  return value;
}

const distinct = (values: readonly ParamValue[]): ParamValue[] =>
  values.filter((value, i) => values.findIndex((other) => equalValues(other, value)) === i);

type Values = Pick<Axis, 'values' | 'ends'>;

/** `low:high:count`. */
function readRange(spec: NumberSpec, written: string): Values | string {
  const parts = written.split(':');
  const count = Number(parts[2]);
  if (parts.length !== 3 || !Number.isInteger(count) || count < 1 || count > mostValues)
    return `${quote(written)} is not low:high:count, with at most ${mostValues} values`;
  const [low, high] = [parse(spec, parts[0] ?? ''), parse(spec, parts[1] ?? '')];
  const problem = low.problem ?? high.problem;
  if (problem !== null) return problem.replace(/; .*/, '');
  const ends: Ends = [low.value as number, high.value as number];
  if (ends[0] > ends[1]) return `${quote(written)} ends below its beginning`;
  const places = Array.from({ length: count }, (_, i) => (count === 1 ? 0 : i / (count - 1)));
  return { values: distinct(places.map((share) => numberBetween(spec, ends, share))), ends };
}

/** `1,2,4`. */
function readList(spec: ParamSpec, written: string): Values | string {
  const words = written.split(',').map((word) => word.trim());
  if (words.length > mostValues) return `has ${words.length} values, ${mostValues} are taken at most`;
  const read = words.map((word) => parse(spec, word));
  const problem = read.find((value) => value.problem !== null)?.problem;
  if (problem !== undefined && problem !== null) return problem.replace(/; .*/, '');
  const values = distinct(read.map(({ value }) => value));
  return {
    values: spec.type === 'number' ? values.sort((a, b) => Number(a) - Number(b)) : values,
    ends: null,
  };
}

/** Reads untrusted words: an axis, or one sentence that says what is wrong. */
export function readAxis(path: string, written: string, config: Config): Axis | string {
  const spec = specsFor(flatten(config)).get(path);
  if (spec === undefined) return `${quote(path)} is no setting of this experiment.`;
  if (!isSweepable(path, spec)) return `${path} cannot be swept.`;
  const isRange = spec.type === 'number' && written.includes(':');
  const read = isRange ? readRange(spec, written) : readList(spec, written);
  if (typeof read === 'string') return `${path}: ${read}.`;
  return { path, spec, written, ...read };
}

/** The whole range of a setting in so many steps, as a first proposal. */
export function usualValues(path: string, spec: ParamSpec): string {
  const known = usual[path];
  if (known !== undefined) return known;
  switch (spec.type) {
    case 'number': {
      const [low, high] =
        spec.scale === 'log'
          ? [Math.max(spec.min, spec.default / 4), Math.min(spec.max, spec.default * 4)]
          : [spec.min, Math.min(spec.max, Math.max(2 * spec.default, spec.min + 4 * spec.step))];
      const write = (value: number) =>
        String(spec.integer ? Math.round(value) : Number(value.toPrecision(3)));
      return `${write(low)}:${write(high)}:5`;
    }
    case 'choice':
      return spec.options
        .flatMap(({ value, refused }) => (refused === undefined ? value : []))
        .slice(0, 4)
        .join(',');
    case 'switch':
      return 'false,true';
    case 'layers':
    case 'text':
      return formatValue(spec.default);
    default:
      return spec satisfies never;
  }
}

/** Where more is known than the range of the setting. */
const usual: Readonly<Record<string, string>> = {
  'distill.temperature': '1:16:5',
  'distill.alpha': '0:1:5',
};
