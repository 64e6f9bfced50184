// The result of a run, short enough for a link, and how another run compares with it: reproduced within so much, or where
// the two depart. A link is untrusted: what cannot be read is refused with a reason.

import { type BackendName, backendNames } from '../../shared/catalog/backends.ts';
import type { Config } from '../../shared/config.ts';
import { quote } from '../../shared/params.ts';
import { type LaneId, laneIds } from '../../shared/protocol/lanes.ts';
import type { RunSeries, Series } from '../series.ts';

const version = '1';
/** Digits that are carried, so far more than a link can be read for. */
const digits = 6;
/** Losses are compared at the first step and at every quarter of the way. */
const quarters = [0, 0.25, 0.5, 0.75, 1];

const figureColumns = laneIds.flatMap((lane) => [`${lane}.accuracy`, `${lane}.valLoss`]);

interface Moment {
  readonly lane: LaneId;
  readonly step: number;
}

/** The moments at which losses are carried, in the order in which they are written. */
function moments({ train }: Config): Moment[] {
  return laneIds.flatMap((lane) => {
    const steps = lane === 'teacher' ? train.teacherSteps : train.studentSteps;
    return quarters.map((share) => ({ lane, step: Math.max(1, Math.round(share * steps)) }));
  });
}

export interface Result {
  readonly backend: BackendName;
  /** By `figureColumns`; null where it was not measured. */
  readonly figures: readonly (number | null)[];
  /** Training losses by `moments`, nats. */
  readonly losses: readonly (number | null)[];
}

type Columns = Pick<RunSeries, 'columns'>;

const lastValue = (series: Series | undefined): number | null =>
  series === undefined || series.length === 0 ? null : (series.values[series.length - 1] ?? null);

function valueAtStep(series: Series | undefined, step: number): number | null {
  if (series === undefined) return null;
  const at = series.steps.subarray(0, series.length).indexOf(step);
  return at < 0 ? null : (series.values[at] ?? null);
}

/** What a run has come to, from its curves. */
export const resultOf = (config: Config, backend: BackendName, { columns }: Columns): Result => ({
  backend,
  figures: figureColumns.map((column) => lastValue(columns.get(column))),
  losses: moments(config).map(({ lane, step }) => valueAtStep(columns.get(`${lane}.loss`), step)),
});

const writeNumbers = (numbers: readonly (number | null)[]): string =>
  numbers.map((value) => (value === null ? '-' : String(Number(value.toPrecision(digits))))).join('_');

/** Made of characters that no address needs to escape. */
export const writeResult = ({ backend, figures, losses }: Result): string =>
  [version, backend, writeNumbers(figures), writeNumbers(losses)].join('*');

function readNumbers(written: string | undefined, count: number): (number | null)[] | null {
  const parts = written?.split('_') ?? [];
  if (parts.length !== count) return null;
  const numbers = parts.map((part) => (part === '-' ? null : part === '' ? Number.NaN : Number(part)));
  return numbers.some((value) => value !== null && !Number.isFinite(value)) ? null : numbers;
}

/** A string says why it cannot be read. */
export function readResult(written: string): Result | string {
  const [itsVersion, backend, figures, losses, ...more] = written.split('*');
  if (itsVersion !== version) {
    return `it was written by another version (${quote(itsVersion)}, this page reads ${version})`;
  }
  const name = backendNames.find((known) => known === backend);
  if (name === undefined) return `${quote(backend)} is no backend`;
  const [read, trace] = [
    readNumbers(figures, figureColumns.length),
    readNumbers(losses, laneIds.length * quarters.length),
  ];
  if (read === null || trace === null || more.length > 0) return 'its figures are damaged';
  return { backend: name, figures: read, losses: trace };
}

export interface Difference {
  readonly lane: LaneId;
  readonly what: 'accuracy' | 'loss';
  /** Of a training loss; null for what was measured at the end. */
  readonly step: number | null;
  readonly theirs: number;
  readonly mine: number;
}

export interface Verdict {
  readonly reproduced: boolean;
  readonly sameBackend: boolean;
  /** Greatest difference of final accuracies, in points, and of all losses, in nats. */
  readonly points: number;
  readonly nats: number;
  /** The figure of the end that is farthest off; null where there is nothing to compare. */
  readonly farthest: Difference | null;
  /** The first training loss that is off by more than the digits carried; null where none is. */
  readonly departs: Difference | null;
}

/** What still counts as the same: on one backend the digits carried, between two what their arithmetic costs. */
const tolerance = {
  same: { points: 0.01, nats: 1e-4 },
  other: { points: 1, nats: 0.05 },
} as const;

const sizeOf = ({ theirs, mine }: Difference): number => Math.abs(theirs - mine);

/** A sender's result against one's own of the same settings. */
export function compareResults(config: Config, theirs: Result, mine: Result): Verdict {
  const ends = figureColumns.flatMap((column, i): Difference[] => {
    const [their, my] = [theirs.figures[i] ?? null, mine.figures[i] ?? null];
    const [lane, metric] = column.split('.') as [LaneId, string];
    if (their === null || my === null) return [];
    return [{ lane, what: metric === 'accuracy' ? 'accuracy' : 'loss', step: null, theirs: their, mine: my }];
  });
  const steps = moments(config).flatMap(({ lane, step }, i): Difference[] => {
    const [their, my] = [theirs.losses[i] ?? null, mine.losses[i] ?? null];
    return their === null || my === null ? [] : [{ lane, what: 'loss', step, theirs: their, mine: my }];
  });
  const most = (found: readonly Difference[]) => Math.max(0, ...found.map(sizeOf));
  const points = 100 * most(ends.filter(({ what }) => what === 'accuracy'));
  const nats = most(ends.filter(({ what }) => what === 'loss'));
  const sameBackend = theirs.backend === mine.backend;
  const allowed = sameBackend ? tolerance.same : tolerance.other;
  const inOrder = [...steps].sort((a, b) => Number(a.lane !== 'teacher') - Number(b.lane !== 'teacher'));
  return {
    reproduced: ends.length > 0 && points <= allowed.points && nats <= allowed.nats,
    sameBackend,
    points,
    nats,
    farthest: ends.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0] ?? null,
    departs:
      inOrder.find(
        (difference) => sizeOf(difference) > tolerance.same.nats * (1 + Math.abs(difference.theirs)),
      ) ?? null,
  };
}
