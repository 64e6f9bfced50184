// What a sweep's runs have come to: cells with their spread over seeds, the best of them, the table as CSV. Pure.

import { flatten } from '../config.ts';
import { measureOf } from '../gain.ts';
import { toHash } from '../link.ts';
import { formatValue } from '../params.ts';
import { type Spread, spreadOf } from '../statistics.ts';
import { type FigureId, type Figures, figureIds, figureOf, sweepFigures } from './figures.ts';
import { configAt, type Point, pointsOf, type SweepPlan } from './plan.ts';

/** One run that has ended. */
export interface TrialResult {
  /** Index of its point. */
  readonly point: number;
  readonly seed: number;
  /** Why it has no figures to rely on; null where it went well. */
  readonly failed: string | null;
  readonly figures: Figures;
  /** Its run in the book; null where there is none. */
  readonly runId: string | null;
  /** From its start to its end, as a clock on the wall tells it. */
  readonly tookMs: number;
  /** false: it trained its teacher itself. */
  readonly teacherReused: boolean;
}

export interface Cell {
  readonly point: Point;
  /** In the order of their seeds. */
  readonly results: readonly TrialResult[];
  /** The chosen figure over the seeds that have it. */
  readonly spread: Spread;
  readonly failures: number;
}

/** A cell for each point of the plan, those without results included. */
export function cellsOf(plan: SweepPlan, results: readonly TrialResult[], figure: FigureId): Cell[] {
  const measure = measureOf(plan.config);
  return pointsOf(plan).map((point) => {
    const own = results.filter((result) => result.point === point.index).sort((a, b) => a.seed - b.seed);
    const values = own.flatMap(({ failed, figures }) => {
      const value = failed === null ? sweepFigures[figure].of(figures, measure) : null;
      return value === null ? [] : [value];
    });
    const failures = own.filter(({ failed }) => failed !== null).length;
    return { point, results: own, spread: spreadOf(values), failures };
  });
}

/** The cell with the best mean; null before there is one. */
export function bestOf(plan: SweepPlan, cells: readonly Cell[], figure: FigureId): Cell | null {
  const sign = sweepFigures[figure].better(measureOf(plan.config)) === 'more' ? 1 : -1;
  const measured = cells.filter(({ spread }) => spread.count > 0);
  return measured.reduce<Cell | null>(
    (best, cell) => (best === null || sign * (cell.spread.mean - best.spread.mean) > 0 ? cell : best),
    null,
  );
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const written = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? '' : String(Number(value.toPrecision(9)));

/**
 * One row a run: the values of the axes, the seed, what became of it, its figures (shares are of 1, losses in nats, the gain
 * in points or nats), every measured column, and the settings as the words of a link.
 */
export function sweepCsv(plan: SweepPlan, results: readonly TrialResult[]): string {
  const points = pointsOf(plan);
  const paths = plan.axes.map(({ path }) => path);
  const columns = [...new Set(results.flatMap(({ figures }) => Object.keys(figures)))].sort();
  const head = ['point', ...paths, 'seed', 'state', 'reason', ...figureIds, 'tookMs', ...columns, 'settings'];
  const rows = [...results]
    .sort((a, b) => a.point - b.point || a.seed - b.seed)
    .flatMap(({ point, seed, failed, figures, tookMs }) => {
      const at = points[point];
      if (at === undefined) return [];
      const config = configAt(plan, at, seed);
      const settings = flatten(config);
      return [
        [
          String(point),
          ...paths.map((path) => formatValue(settings[path] ?? '')),
          String(seed),
          failed === null ? 'finished' : 'failed',
          failed ?? '',
          ...figureIds.map((id) => (failed === null ? written(figureOf(id, config, figures)) : '')),
          String(Math.round(tookMs)),
          ...columns.map((column) => written(figures[column] ?? null)),
          toHash(config),
        ],
      ];
    });
  return `${[head, ...rows].map((row) => row.map(quoted).join(',')).join('\n')}\n`;
}
