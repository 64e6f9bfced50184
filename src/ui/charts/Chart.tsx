// One chart: curves over steps, and the cursor that reads them, by pointer, touch or keyboard. Charts share the cursor's
// step, so that all of them are read at once.

import { Suspense, useMemo } from 'react';
import { type Axis, linearAxis, logAxis } from '../../store/axes.ts';
import { type Bands, thinned, within } from '../../store/bands.ts';
import { type Columns, extentOf, lastStep, type Point, trace, valueAt } from '../../store/chart-data.ts';
import type { Overlay } from '../../store/state.ts';
import { lazily } from '../lazily.tsx';
import styles from './Chart.module.css';
import type { Curve, Unit } from './curves.ts';
import { type BandTrace, CursorContext, DrawingContext, type OverlaidTrace, type Trace } from './drawing.ts';
import { Readout } from './Readout.tsx';
import { Scrubber } from './Scrubber.tsx';

const Frame = lazily(() => import('./Frame.tsx'));

export interface SharedCursor {
  /** null: nothing is being read. */
  readonly step: number | null;
  move(step: number | null): void;
}

export interface OverlaidColumns {
  readonly overlay: Overlay;
  readonly columns: Columns;
}

export interface ChartProps {
  readonly unit: Unit;
  readonly curves: readonly Curve[];
  /** The columns as drawn, smoothed where asked. */
  readonly columns: Columns | null;
  /** Those of the run before, drawn behind. */
  readonly before: Columns | null;
  /** Other runs that were asked for, drawn behind in their own colours. */
  readonly overlaid: readonly OverlaidColumns[];
  /** Mean and interval over several seeds, drawn behind everything. */
  readonly bands: Bands | null;
  /** The whole chart in one sentence. */
  readonly summary: string;
  readonly x: Axis;
  /** Steps in one bucket of points. */
  readonly size: number;
  readonly log?: boolean;
  readonly cursor: SharedCursor;
  /** Said where there is nothing to draw yet. */
  readonly hint: string | null;
}

const tracesOf = (curves: readonly Curve[], columns: Columns | null, size: number): Trace[] =>
  curves.flatMap((curve) => {
    const series = columns?.get(curve.column);
    return series === undefined || series.length === 0 ? [] : [{ curve, points: trace(series, size) }];
  });

/** A run's colour takes the place of the lane's; the dash stays the lane's. */
const overlaidTraces = (
  curves: readonly Curve[],
  { overlay, columns }: OverlaidColumns,
  size: number,
): OverlaidTrace[] => {
  const own = curves.map((curve): Curve => ({ ...curve, color: overlay.color, mark: 'none', width: 1.5 }));
  return tracesOf(own, columns, size).map((line) => ({ ...line, tag: overlay.tag }));
};

/** What a measure can be: the interval of few seeds is symmetric and may reach beyond. */
const limits: Readonly<Record<Unit, readonly [number, number]>> = {
  nats: [0, Number.POSITIVE_INFINITY],
  percent: [0, 1],
  points: [-1, 1],
  bits: [0, Number.POSITIVE_INFINITY],
  choices: [1, Number.POSITIVE_INFINITY],
};

/** What an axis must show of a band: both its bounds. */
const edges = ({ band: { steps, low, high, length } }: BandTrace): Point[][] =>
  [low, high].map((bound) =>
    Array.from({ length }, (_, i) => ({ step: steps[i] ?? 0, value: bound[i] ?? Number.NaN })),
  );

function valueAxis(unit: Unit, log: boolean, traces: readonly Trace[], bands: readonly BandTrace[]): Axis {
  const all = [...traces.map(({ points }) => points), ...bands.flatMap(edges)];
  // Scores of untrained models (step 0) would take up most of the axis: the curves come in from below instead.
  const extent = (unit === 'percent' ? extentOf(all, 1) : null) ?? extentOf(all);
  if (log) return logAxis(extent);
  if (extent === null) return unit === 'points' ? linearAxis(-0.1, 0.1) : linearAxis(0, 1);
  const { low, high } = extent;
  if (unit === 'percent') return linearAxis(low, high);
  return linearAxis(Math.min(0, low), unit === 'points' ? Math.max(0, high) : high);
}

export function Chart({
  unit,
  curves,
  columns,
  before,
  overlaid,
  bands,
  summary,
  x,
  size,
  log = false,
  cursor,
  hint,
}: ChartProps) {
  const current = useMemo(() => tracesOf(curves, columns, size), [curves, columns, size]);
  const behind = useMemo(() => tracesOf(curves, before, size), [curves, before, size]);
  const others = useMemo(
    () => overlaid.flatMap((run) => overlaidTraces(curves, run, size)),
    [curves, overlaid, size],
  );
  const areas = useMemo(
    () =>
      curves.flatMap((curve): BandTrace[] => {
        const band = bands?.get(curve.column);
        return band === undefined ? [] : [{ curve, band: within(thinned(band, size), limits[unit]) }];
      }),
    [curves, bands, size, unit],
  );
  const y = useMemo(
    () => valueAxis(unit, log, [...current, ...behind, ...others], areas),
    [unit, log, current, behind, others, areas],
  );
  const floor = y.log ? y.domain[0] : Number.NEGATIVE_INFINITY;
  const drawing = useMemo(
    () => ({ current, bands: areas, before: behind, overlaid: others, floor }),
    [current, areas, behind, others, floor],
  );
  const read = useMemo(() => {
    const { step } = cursor;
    if (step === null || columns === null) return null;
    const dots = current.flatMap(({ curve }) => {
      const series = columns.get(curve.column);
      const point = series === undefined ? null : valueAt(series, step);
      return point === null ? [] : [{ curve, point }];
    });
    return { step, dots };
  }, [cursor, columns, current]);
  const end = x.domain[1];
  const last = columns === null ? 0 : lastStep(columns);
  return (
    <div className={styles.plot}>
      <div className={styles.surface} aria-hidden="true">
        <DrawingContext value={drawing}>
          <CursorContext value={read}>
            <Suspense fallback={null}>
              <Frame x={x} y={y} unit={unit} />
            </Suspense>
          </CursorContext>
        </DrawingContext>
      </div>
      {hint === null ? null : (
        <p className={styles.hint}>
          <span>{hint}</span>
        </p>
      )}
      <Scrubber summary={summary} end={end} last={last} size={size} unit={unit} cursor={cursor} read={read} />
      {read === null ? null : <Readout read={read} unit={unit} end={end} />}
    </div>
  );
}
