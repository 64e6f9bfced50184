// Parallel coordinates as data: which axes there are, where a run crosses each, which runs a brush lets through.

import { type Config, differingPaths, flatten, specsFor } from '../../shared/config.ts';
import { measureOf } from '../../shared/gain.ts';
import { equalValues, type ParamSpec, type ParamValue } from '../../shared/params.ts';
import {
  type FigureId,
  type Figures,
  figureTitle,
  sweepFigures,
  writeFigure,
} from '../../shared/sweep/figures.ts';
import { labelOf, writeValue } from '../runs/saved-run.ts';

export interface Line {
  readonly id: string;
  readonly name: string;
  readonly config: Config;
  readonly figures: Figures;
}

export interface ParallelAxis {
  readonly key: string;
  readonly label: string;
  /** Positions of each line, 0 at the bottom to 1; NaN where it has none. In the order of the lines. */
  readonly places: readonly number[];
  /** What stands at a position. */
  write(place: number): string;
}

/** More axes would be a thicket. */
const mostSettings = 5;
const figures: readonly FigureId[] = ['student', 'agreement', 'kl', 'gain'];

function settingAxis(path: string, spec: ParamSpec, lines: readonly Line[]): ParallelAxis {
  const values = lines.map(({ config }) => flatten(config)[path]);
  const label = labelOf(path, spec);
  if (spec.type === 'number') {
    const numbers = values.map((value) => (typeof value === 'number' ? value : Number.NaN));
    const known = numbers.filter(Number.isFinite);
    const isLog = spec.scale === 'log' && Math.min(...known) > 0;
    const onScale = (value: number) => (isLog ? Math.log(value) : value);
    const [low, high] = [onScale(Math.min(...known)), onScale(Math.max(...known))];
    return {
      key: path,
      label,
      places: numbers.map((value) => (high === low ? 0.5 : (onScale(value) - low) / (high - low))),
      write(place) {
        const at = low + place * (high - low);
        return String(Number((isLog ? Math.exp(at) : at).toPrecision(3)));
      },
    };
  }
  const kinds = values.filter(
    (value, i): value is ParamValue =>
      value !== undefined &&
      values.findIndex((other) => other !== undefined && equalValues(other, value)) === i,
  );
  const placeOf = (value: ParamValue | undefined) => {
    const at = kinds.findIndex((kind) => value !== undefined && equalValues(kind, value));
    if (at < 0) return Number.NaN;
    return kinds.length === 1 ? 0.5 : at / (kinds.length - 1);
  };
  return {
    key: path,
    label,
    places: values.map(placeOf),
    write(place) {
      const kind = kinds[Math.round(place * (kinds.length - 1))];
      return kind === undefined ? '' : writeValue(spec, kind);
    },
  };
}

function figureAxis(id: FigureId, lines: readonly Line[], config: Config): ParallelAxis {
  const values = lines.map((line) => sweepFigures[id].of(line.figures, measureOf(line.config)) ?? Number.NaN);
  const known = values.filter(Number.isFinite);
  const [low, high] = known.length === 0 ? [0, 1] : [Math.min(...known), Math.max(...known)];
  return {
    key: id,
    label: figureTitle(id, config),
    places: values.map((value) => (high === low ? (value - low) * 0 + 0.5 : (value - low) / (high - low))),
    write: (place) => writeFigure(id, config, low + place * (high - low)),
  };
}

/** The settings that vary between the lines, `firstPaths` before others, then the figures. All lines have one measure. */
export function axesOf(lines: readonly Line[], firstPaths: readonly string[] = []): ParallelAxis[] {
  const [first] = lines;
  if (first === undefined) return [];
  const varied = [...new Set(lines.slice(1).flatMap(({ config }) => differingPaths(first.config, config)))];
  const rank = (path: string) => (firstPaths.includes(path) ? firstPaths.indexOf(path) : firstPaths.length);
  const settings = varied
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((path) => {
      const owner = lines.find(({ config }) => flatten(config)[path] !== undefined);
      const spec = owner === undefined ? undefined : specsFor(flatten(owner.config)).get(path);
      return spec === undefined || path === 'task.kind' ? [] : [settingAxis(path, spec, lines)];
    });
  // The seed is worth an axis only where nothing else varies.
  const others = settings.filter(({ key }) => key !== 'seed');
  return [
    ...(others.length === 0 ? settings : others).slice(0, mostSettings),
    ...figures.map((id) => figureAxis(id, lines, first.config)),
  ];
}

export type Brush = readonly [low: number, high: number];
export const wholeBrush: Brush = [0, 1];

/** A little room, so that rounding never shuts out the ends. */
const tolerance = 1e-6;

/** Which lines pass all brushes; an untouched brush lets through what has no value, too. */
export function passing(
  axes: readonly ParallelAxis[],
  brushes: ReadonlyMap<string, Brush>,
  count: number,
): boolean[] {
  return Array.from({ length: count }, (_, line) =>
    axes.every(({ key, places }) => {
      const brush = brushes.get(key);
      if (brush === undefined || (brush[0] <= 0 && brush[1] >= 1)) return true;
      const place = places[line] ?? Number.NaN;
      return place >= brush[0] - tolerance && place <= brush[1] + tolerance;
    }),
  );
}
