// A sweep from the terminal: hands its runs out to one or several processes and says what they came to. The plan, the order
// and the results are those of the page.

import { toHash } from '../../shared/link.ts';
import { formatValue } from '../../shared/params.ts';
import { type FigureId, figureTitle, writeDeviation, writeFigure } from '../../shared/sweep/figures.ts';
import { type SweepPlan, type Trial, trialsOf, writePlan } from '../../shared/sweep/plan.ts';
import { bestOf, cellsOf, type TrialResult } from '../../shared/sweep/results.ts';
import { createSchedule } from '../../shared/sweep/schedule.ts';
import { resultVersion } from '../experiment.ts';
import type { Hand } from './processes.ts';
import type { Taught } from './trial.ts';

export interface SweepResult {
  readonly version: number;
  readonly backend: string;
  /** What makes the same sweep again, here or on the page. */
  readonly link: string;
  readonly teachersTrained: number;
  readonly results: readonly Omit<TrialResult, 'runId'>[];
}

/** Makes all runs. `onResult` is told of each, in the order in which they end. */
export async function runSweep(
  plan: SweepPlan,
  hands: readonly Hand[],
  onResult: (results: readonly TrialResult[], of: number) => void,
): Promise<SweepResult> {
  const trials = trialsOf(plan);
  const schedule = createSchedule<Taught>(trials);
  const results: TrialResult[] = [];
  let backend = '';
  let wake: () => void = () => {};

  async function make(hand: Hand, trial: Trial, known: Taught | null): Promise<void> {
    const begunMs = performance.now();
    const outcome = await hand.make(trial.config, known, (taught) => {
      schedule.taught(trial, taught);
      wake();
    });
    backend = outcome.backend || backend;
    results.push({
      point: trial.point.index,
      seed: trial.seed,
      failed: outcome.failed,
      figures: outcome.figures,
      runId: null,
      tookMs: performance.now() - begunMs,
      teacherReused: known !== null,
    });
    schedule.settled(trial);
    onResult(results, trials.length);
  }

  const idle = [...hands];
  while (schedule.left.length > 0 || schedule.underWay > 0) {
    for (;;) {
      const hand = idle.pop();
      if (hand === undefined) break;
      const turn = schedule.next();
      if (turn === null) {
        idle.push(hand);
        break;
      }
      void make(hand, turn.trial, turn.teacher).then(() => {
        idle.push(hand);
        wake();
      });
    }
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  return {
    version: resultVersion,
    backend,
    link: `#${toHash(plan.config, { sweep: writePlan(plan) })}`,
    teachersTrained: results.filter(({ teacherReused }) => !teacherReused).length,
    results: [...results]
      .sort((a, b) => a.point - b.point || a.seed - b.seed)
      .map(({ runId: _, ...result }) => result),
  };
}

const shown: readonly FigureId[] = ['gain', 'student', 'agreement', 'kl'];

/** A table with one row for each combination, the best gain first. */
export function sweepSummary(
  plan: SweepPlan,
  { results, link, backend, teachersTrained }: SweepResult,
): string {
  const withRuns = results.map((result) => ({ ...result, runId: null }));
  const tables = shown.map((id) => cellsOf(plan, withRuns, id));
  const order = (tables[0] ?? [])
    .map((cell, i) => ({ i, mean: cell.spread.count === 0 ? Number.NaN : -cell.spread.mean }))
    .sort((a, b) => (Number.isNaN(a.mean) ? 1 : Number.isNaN(b.mean) ? -1 : a.mean - b.mean));
  const head = [
    ...plan.axes.map(({ path }) => path),
    ...shown.map((id) => figureTitle(id, plan.config)),
    'failed',
  ];
  const rows = order.flatMap(({ i }) => {
    const cell = tables[0]?.[i];
    if (cell === undefined) return [];
    const figures = shown.map((id, at) => {
      const spread = tables[at]?.[i]?.spread;
      if (spread === undefined || spread.count === 0) return '–';
      const deviation = spread.count > 1 ? ` ± ${writeDeviation(id, plan.config, spread.deviation)}` : '';
      return writeFigure(id, plan.config, spread.mean) + deviation;
    });
    return [
      [
        ...plan.axes.map(({ path }) => formatValue(cell.point.settings[path] ?? '')),
        ...figures,
        cell.failures === 0 ? '' : String(cell.failures),
      ],
    ];
  });
  const widths = head.map((title, c) => Math.max(title.length, ...rows.map((row) => (row[c] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((text, c) => text.padStart(widths[c] ?? 0))
      .join('  ')
      .trimEnd();
  const best = bestOf(plan, tables[0] ?? [], 'gain');
  return [
    line(head),
    ...rows.map(line),
    best === null
      ? 'No run has figures.'
      : `Best of ${rows.length} on the same validation data: repeat it with other seeds before you believe it.`,
    `${results.length} runs, ${teachersTrained} ${teachersTrained === 1 ? 'teacher' : 'teachers'} trained, on ${backend}${plan.seeds > 1 ? `; ± standard deviation over ${plan.seeds} seeds` : ''}.`,
    link,
  ].join('\n');
}
