// What the book of runs makes of a kept run: how the page shows it, how it lies behind another, what other parts of the
// page learn of it. Pure, but for reading curves.

import { phaseAt } from '../../shared/config.ts';
import { experimentKey } from '../../shared/seeds.ts';
import type { RunSeries } from '../series.ts';
import type { RunRecord } from '../session-runs.ts';
import type { Overlay, RunView } from '../state.ts';
import { readSeries, UnreadableError } from './read-saved.ts';
import { runColors, type SavedRun, toColumns } from './saved-run.ts';
import type { RunStorage } from './storage.ts';

/** Runs that can lie behind the current one at the same time. */
export const mostOverlaid = 6;

/** The name, with a number behind it where another run has it. */
export const freeName = (name: string, runs: readonly SavedRun[]): string => {
  const taken = new Set(runs.map((run) => run.name));
  for (let count = 2; taken.has(name); count++) {
    if (!taken.has(`${name} ${count}`)) return `${name} ${count}`;
  }
  return name;
};

/** A kept run as the page shows it: at rest, whatever it was doing. */
export const viewOf = (run: SavedRun, series: RunSeries): Omit<RunView, 'dataKey'> => ({
  id: run.id,
  config: run.config,
  series,
  turned: run.turned,
  parent: run.parent,
  status: {
    state: run.state === 'training' ? 'paused' : run.state,
    phase: phaseAt(run.config, run.teacherStep, run.assistantStep),
    teacherStep: run.teacherStep,
    assistantStep: run.assistantStep,
    studentStep: run.studentStep,
    stepsPerSecond: 0,
    elapsedMs: run.elapsedMs,
    remainingMs: null,
    teacherReused: false,
    tensors: 0,
    deviceBytes: 0,
    recordedBytes: 0,
  },
});

/** In the run's own colour, or in the first that no other overlaid run has. */
export function overlayOf(run: SavedRun, series: RunSeries, others: readonly Overlay[]): Overlay {
  const colors = [run.color, ...Array.from({ length: runColors }, (_, color) => color)].map(
    (color) => `var(--run-${color})`,
  );
  const color = colors.find((own) => others.every((other) => other.color !== own)) ?? colors[0] ?? '';
  const tags = Array.from({ length: mostOverlaid }, (_, i) => String(i + 1));
  const tag = tags.find((own) => others.every((other) => other.tag !== own)) ?? '';
  return { id: run.id, name: run.name, color, tag, series };
}

/** Earlier runs that the page takes in at its start: enough for any table, few enough to be read at once. */
const mostRemembered = 100;

/** What earlier visits measured, oldest first, so that seeds that are done are not run again. */
export async function recordsOf(storage: RunStorage, runs: readonly SavedRun[]): Promise<RunRecord[]> {
  const usable = runs.filter(
    ({ state, ownData, origin }) => state === 'finished' && ownData === null && origin === 'here',
  );
  const records: RunRecord[] = [];
  for (const run of usable.slice(0, mostRemembered)) {
    const { shape, config, id, turned, backend, elapsedMs } = run;
    if (shape === null) continue;
    try {
      const columns = new Map(toColumns(readSeries(await storage.series(id))));
      const experiment = experimentKey(config);
      records.push({ id, experiment, config, dataKey: 0, turned, backend, elapsedMs, ...shape, columns });
    } catch (error) {
      // Its line in the table says enough; curves that cannot be read are missed when they are asked for.
      if (!(error instanceof UnreadableError)) throw error;
    }
  }
  return records.reverse();
}
