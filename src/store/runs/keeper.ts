// Keeps the page's current run: watches the page, and writes run, curves and weights whenever a checkpoint comes, the run
// changes its state, or the page is about to go. Writes of one run follow one another, and never more often than their
// size allows.

import { bytesOf, statesOf } from '../../shared/protocol/checkpoint.ts';
import type { Checkpoint } from '../../shared/protocol/lanes.ts';
import type { PageStore, RunView } from '../state.ts';
import type { Store } from '../store.ts';
import { isMilestone, stepsOf } from './milestones.ts';
import { toStored } from './read-saved.ts';
import { figuresOf, isUnderWay, type SavedRun, toSavedSeries } from './saved-run.ts';
import type { Earlier, Written } from './storage.ts';

const everyMs = 2000;
/** At most as much is written in a second, on average. */
const bytesPerSecond = 2e6;

export interface Keeping {
  /** The record of a run that is kept for the first time, or goes on. */
  begin(run: RunView): SavedRun;
  /** The record has changed: shows it, and returns it with what only the book knows, or null where it was deleted. */
  changed(run: SavedRun): SavedRun | null;
  write(written: Written): Promise<void>;
}

/** The visitor's own data that a run of these settings learns from. */
export const ownDataOf = ({
  table,
  text,
  config,
}: Pick<PageStore, 'table' | 'text' | 'config'>): SavedRun['ownData'] => {
  if (config.task.kind === 'table' && table !== null) return { name: table.name, size: table.rows };
  const isOwn = config.task.kind === 'text' && config.task.corpus === 'own';
  return isOwn && text !== null ? { name: text.name, size: text.characters } : null;
};

/** The record as the page knows it now. */
function updated(saved: SavedRun, run: RunView, page: PageStore): SavedRun {
  const { status } = run;
  return {
    ...saved,
    config: run.config,
    turned: run.turned,
    backend: page.backend?.name ?? saved.backend,
    ownData: saved.ownData ?? ownDataOf(page),
    state: status?.state ?? saved.state,
    teacherStep: status?.teacherStep ?? saved.teacherStep,
    assistantStep: status?.assistantStep ?? saved.assistantStep,
    studentStep: status?.studentStep ?? saved.studentStep,
    elapsedMs: Math.max(status?.elapsedMs ?? 0, saved.elapsedMs),
    figures: figuresOf(run.series),
    samples: samplesOf(page) ?? saved.samples,
  };
}

function samplesOf({ continuations }: PageStore): SavedRun['samples'] | null {
  const samples = Object.values(continuations).map(({ lane, prompt, text }) => ({
    lane,
    prompt: prompt.text.slice(0, 2000),
    text: text.slice(0, 2000),
  }));
  return samples.length === 0 ? null : samples;
}

/** Starts keeping; returns what writes at once what has not been written yet. */
export function keepRuns(page: Store, keeping: Keeping): { flush(): Promise<void> } {
  let saved: SavedRun | null = null;
  /** What the store held of the current run when it was last looked at. */
  let latest: { run: RunView; checkpoint: Checkpoint | null; page: PageStore } | null = null;
  /** The checkpoint that was written last. */
  let written: Checkpoint | null = null;
  /** Weights on their way to be kept beside the last ones. */
  let milestones: Earlier[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let nextAt = 0;
  let queue: Promise<void> = Promise.resolve();

  function write(ended: boolean): void {
    clearTimeout(timer);
    timer = undefined;
    if (saved === null || latest === null) return;
    const { run, checkpoint, page: now } = latest;
    // A run that the worker has not taken up yet has nothing worth keeping.
    if (run.status === null && run.series.columns.size === 0) return;
    const record = updated(saved, run, now);
    saved = {
      ...record,
      state: ended && isUnderWay(record) ? 'stopped' : record.state,
      earlier: [...saved.earlier, ...milestones.map(({ steps }) => steps)],
      checkpointBytes:
        checkpoint === null
          ? saved.checkpointBytes
          : bytesOf(statesOf(checkpoint)) * (1 + saved.earlier.length + milestones.length),
    };
    saved = keeping.changed(saved);
    if (saved === null) return;
    const series = toSavedSeries(run.series);
    const parts: Written = {
      run: toStored(saved),
      series,
      ...(checkpoint === null || checkpoint === written ? {} : { checkpoint }),
      earlier: milestones,
    };
    written = checkpoint;
    const of = checkpoint === null ? 0 : bytesOf(statesOf(checkpoint)) * (1 + milestones.length);
    milestones = [];
    const bytes = of + series.reduce((sum, [, steps]) => sum + 2 * steps.byteLength, 0);
    nextAt = performance.now() + Math.max(everyMs, (1000 * bytes) / bytesPerSecond);
    queue = queue.then(() => keeping.write(parts));
  }

  function soon(): void {
    timer ??= setTimeout(() => write(false), Math.max(0, nextAt - performance.now()));
  }

  function look(now: PageStore): void {
    const { run, checkpoint } = now;
    const before = latest;
    if (before !== null && before.run.id !== run?.id) {
      write(true);
      saved = null;
      latest = null;
    }
    if (run === null || now.stale) {
      if (latest !== null) {
        // What was turned last belongs to the next run; only the end of this one is news.
        latest = {
          ...latest,
          run: run?.id === latest.run.id ? { ...latest.run, status: run.status } : latest.run,
        };
        write(true);
      }
      return;
    }
    if (saved?.id !== run.id) {
      saved = keeping.begin(run);
      milestones = [];
      // That of a run which is shown again is where it came from.
      written = checkpoint;
      nextAt = 0;
    }
    const kept = [...saved.earlier, ...milestones.map(({ steps }) => steps)];
    if (checkpoint !== null && checkpoint !== written && isMilestone(run.config, checkpoint, kept))
      milestones.push({ steps: stepsOf(checkpoint), checkpoint });
    latest = { run, checkpoint, page: now };
    const isNew = before?.run.id !== run.id;
    if (!isNew && run.status?.state !== before.run.status?.state) write(false);
    else if (!isNew && (checkpoint !== before.checkpoint || run.config !== before.run.config)) soon();
  }

  page.subscribe((now, before) => {
    if (now.run !== before.run || now.checkpoint !== before.checkpoint || now.stale !== before.stale)
      look(now);
  });
  // A run may be under way already; the book itself is ready for it only once it has been made.
  queueMicrotask(() => look(page.getState()));
  document.addEventListener('visibilitychange', () => {
    if (document.hidden && timer !== undefined) write(false);
  });
  return {
    flush() {
      if (timer !== undefined) write(false);
      return queue;
    },
  };
}
