// What a parameter is: one ParamSpec row drives its type, its control, its tooltip, the link's parser and the clamp.
// Plain TypeScript: knows nothing of configs, tasks or pages.

interface Described {
  readonly label: string;
  /** One or two sentences for the tooltip and for `--help`. */
  readonly help: string;
  /** true: patched into the running session; otherwise a change needs a new run. */
  readonly live?: boolean;
  /** The setting plays a part only where another one, by its path, has one of these values, or none; else it is not shown. */
  readonly when?:
    | { readonly path: string; readonly is: readonly string[] }
    | { readonly path: string; readonly isNot: readonly string[] };
}

export interface NumberSpec extends Described {
  readonly type: 'number';
  readonly min: number;
  readonly max: number;
  /** Smallest difference that a control offers; on a log scale the relative step is derived from the range. */
  readonly step: number;
  readonly scale: 'linear' | 'log';
  readonly integer: boolean;
  readonly unit?: string;
  readonly default: number;
}

export interface Option<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly help?: string;
  /** Heading under which a list shows it. */
  readonly group?: string;
  /** Why it cannot be chosen here; completes the sentence "<label> …". */
  readonly refused?: string;
}

export interface ChoiceSpec<V extends string> extends Described {
  readonly type: 'choice';
  readonly options: readonly Option<V>[];
  readonly default: V;
}

export interface SwitchSpec extends Described {
  readonly type: 'switch';
  readonly default: boolean;
}

/** Widths of the hidden layers of a network, first to last; an empty list means none. */
export interface LayersSpec extends Described {
  readonly type: 'layers';
  readonly maxLayers: number;
  readonly minWidth: number;
  readonly maxWidth: number;
  readonly default: readonly number[];
}

export interface TextSpec extends Described {
  readonly type: 'text';
  readonly maxLength: number;
  readonly default: string;
}

export type ParamSpec = NumberSpec | ChoiceSpec<string> | SwitchSpec | LayersSpec | TextSpec;
export type ParamValue = number | string | boolean | readonly number[];
export type ParamTable = Readonly<Record<string, ParamSpec>>;
/** Values by path, as `distill.temperature`. */
export type Settings = Readonly<Record<string, ParamValue>>;

/** The type of the value that a spec describes. */
export type ValueOf<S> = S extends NumberSpec
  ? number
  : S extends ChoiceSpec<infer V>
    ? V
    : S extends SwitchSpec
      ? boolean
      : S extends LayersSpec
        ? readonly number[]
        : string;
export type Values<P> = { readonly [K in keyof P]: ValueOf<P[K]> };

type Without<S, K extends keyof S> = Omit<S, K | 'type'>;

/** A real number. `step` defaults to a hundredth of the range. */
export function number(
  row: Without<NumberSpec, 'integer' | 'scale' | 'step'> & Partial<NumberSpec>,
): NumberSpec {
  return { scale: 'linear', step: (row.max - row.min) / 100, ...row, type: 'number', integer: false };
}

/** A whole number. */
export function integer(
  row: Without<NumberSpec, 'integer' | 'scale' | 'step'> & Partial<NumberSpec>,
): NumberSpec {
  return { scale: 'linear', step: 1, ...row, type: 'number', integer: true };
}

export function choice<const V extends string>(row: Without<ChoiceSpec<V>, never>): ChoiceSpec<V> {
  return { ...row, type: 'choice' };
}

export function toggle(row: Without<SwitchSpec, never>): SwitchSpec {
  return { ...row, type: 'switch' };
}

export function layers(row: Without<LayersSpec, never>): LayersSpec {
  return { ...row, type: 'layers' };
}

export function text(row: Without<TextSpec, never>): TextSpec {
  return { ...row, type: 'text' };
}

/** The rows of a catalogue as options, in their order. */
export function optionsOf<K extends string>(
  rows: Readonly<Record<K, { label: string; help?: string; summary?: string }>>,
) {
  return (Object.entries(rows) as [K, { label: string; help?: string; summary?: string }][]).map(
    ([value, row]): Option<K> => ({ value, label: row.label, help: row.help ?? row.summary ?? '' }),
  );
}

/** A value that fits its spec, and, where the input did not, one clause that says what was wrong and what was used. */
export interface Checked {
  readonly value: ParamValue;
  readonly problem: string | null;
}

const ok = (value: ParamValue): Checked => ({ value, problem: null });

/** Shortens untrusted input so that it can be quoted in a message. */
export function quote(raw: unknown): string {
  const shown = String(raw);
  return `"${shown.length > 40 ? `${shown.slice(0, 40)}…` : shown}"`;
}

/** The range or the choices of a spec, as people write them. */
export function describeRange(spec: ParamSpec): string {
  switch (spec.type) {
    case 'number':
      return `${spec.integer ? 'a whole number' : 'a number'} from ${spec.min} to ${spec.max}`;
    case 'choice':
      return `one of ${spec.options.flatMap(({ value, refused }) => (refused === undefined ? value : [])).join(', ')}`;
    case 'switch':
      return 'true or false';
    case 'layers':
      return `none, or up to ${spec.maxLayers} widths from ${spec.minWidth} to ${spec.maxWidth} joined by "-"`;
    case 'text':
      return `text of at most ${spec.maxLength} characters`;
    default:
      return spec satisfies never;
  }
}

/** Brings a value inside its spec. Never throws; any input gives a usable value. */
export function check(spec: ParamSpec, raw: unknown): Checked {
  const reject = (value: ParamValue): Checked => ({
    value,
    problem: `${quote(raw)} is not ${describeRange(spec)}; ${formatValue(value)} is used`,
  });
  switch (spec.type) {
    case 'number': {
      if (typeof raw !== 'number' || Number.isNaN(raw)) return reject(spec.default);
      const inside = Math.min(spec.max, Math.max(spec.min, raw));
      const value = spec.integer ? Math.round(inside) : inside;
      return value === raw ? ok(value) : reject(value);
    }
    case 'choice': {
      const option = spec.options.find(({ value }) => value === raw);
      if (option?.refused === undefined)
        return option === undefined ? reject(spec.default) : ok(option.value);
      return {
        value: spec.default,
        problem: `${quote(raw)} ${option.refused}; ${formatValue(spec.default)} is used`,
      };
    }
    case 'switch':
      return typeof raw === 'boolean' ? ok(raw) : reject(spec.default);
    case 'layers': {
      if (!Array.isArray(raw)) return reject(spec.default);
      const widths = raw.slice(0, spec.maxLayers).map((width: unknown) => {
        if (typeof width !== 'number' || Number.isNaN(width)) return spec.minWidth;
        return Math.round(Math.min(spec.maxWidth, Math.max(spec.minWidth, width)));
      });
      const same = widths.length === raw.length && widths.every((width, i) => width === raw[i]);
      return same ? ok(widths) : reject(widths);
    }
    case 'text':
      if (typeof raw !== 'string') return reject(spec.default);
      return raw.length <= spec.maxLength ? ok(raw) : reject(raw.slice(0, spec.maxLength));
    default:
      return spec satisfies never;
  }
}

/** Reads a value as it is written in a link or on a command line, then checks it. */
export function parse(spec: ParamSpec, written: string): Checked {
  switch (spec.type) {
    case 'number': {
      const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written.trim())
        ? Number(written)
        : Number.NaN;
      return check(spec, Number.isNaN(value) ? written : value);
    }
    case 'switch':
      return check(
        spec,
        written === 'true' || written === '1'
          ? true
          : written === 'false' || written === '0'
            ? false
            : written,
      );
    case 'layers': {
      if (written === 'none' || written === '') return check(spec, []);
      if (written.length > 200 || !/^\d+(-\d+)*$/.test(written)) return check(spec, written);
      return check(spec, written.split('-').map(Number));
    }
    case 'choice':
    case 'text':
      return check(spec, written);
    default:
      return spec satisfies never;
  }
}

/** Writes a value the way `parse` reads it. */
export function formatValue(value: ParamValue): string {
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.join('-');
  return String(value);
}

/** Whether both are written alike. */
export function equalValues(a: ParamValue, b: ParamValue): boolean {
  return a === b || formatValue(a) === formatValue(b);
}

const sliderSteps = 200;

/** Where a number sits on its slider, 0 to `sliderSteps`; a log scale is fine at its low end and coarse at its high end. */
export function toSlider(spec: NumberSpec, value: number): number {
  const at =
    spec.scale === 'log'
      ? Math.log(value / spec.min) / Math.log(spec.max / spec.min)
      : (value - spec.min) / (spec.max - spec.min);
  return Math.round(at * sliderSteps);
}

/** The number at a slider's position, rounded to the spec's step (log scale: to two significant digits). */
export function fromSlider(spec: NumberSpec, position: number): number {
  const at = position / sliderSteps;
  const exact =
    spec.scale === 'log' ? spec.min * (spec.max / spec.min) ** at : spec.min + at * (spec.max - spec.min);
  const rounded =
    spec.scale === 'log'
      ? Number(exact.toPrecision(2))
      : Number((Math.round(exact / spec.step) * spec.step).toPrecision(12));
  const inside = Math.min(spec.max, Math.max(spec.min, rounded));
  return spec.integer ? Math.round(inside) : inside;
}

export const sliderRange = { min: 0, max: sliderSteps } as const;
