// The record of a run when it comes into the book: one that begins on the page, or one from elsewhere.

import type { RunView } from '../state.ts';
import { freeName } from './run-views.ts';
import { changeSince, runColors, type SavedRun } from './saved-run.ts';
import type { Taken } from './state.ts';
import { nameOf } from './words.ts';

/** The runs that the book has, the newest first. */
type Runs = readonly SavedRun[];

const colorAfter = (before: SavedRun | undefined): number =>
  before === undefined ? 0 : (before.color + 1) % runColors;

const drawName = (id: string, runs: Runs): string => nameOf(id, new Set(runs.map(({ name }) => name)));

/** Of a run that begins now on the page of this writer. */
export function newEntry(
  run: RunView,
  runs: Runs,
  { shape, writer }: Pick<SavedRun, 'shape' | 'writer'>,
): SavedRun {
  // What a sweep left by the dozen is not what the visitor did before.
  const before = runs.find(({ origin }) => origin !== 'sweep');
  return {
    id: run.id,
    name: drawName(run.id, runs),
    color: colorAfter(before),
    startedAt: Date.now(),
    config: run.config,
    change: changeSince(before?.config ?? null, run.config),
    parent: run.parent,
    turned: run.turned,
    backend: '',
    ownData: null,
    shape,
    state: 'training',
    teacherStep: 0,
    assistantStep: 0,
    earlier: [],
    studentStep: 0,
    elapsedMs: 0,
    figures: {},
    samples: [],
    checkpointBytes: null,
    pinned: false,
    trashed: false,
    origin: 'here',
    writer,
  };
}

/** Of a run that a file, a link or a sweep brought. */
export const takenEntry = (
  run: Taken['run'],
  runs: Runs,
  { id, writer }: Pick<SavedRun, 'id' | 'writer'>,
): SavedRun => ({
  ...run,
  id,
  name: run.name === '' ? drawName(id, runs) : freeName(run.name, runs),
  color: colorAfter(runs[0]),
  pinned: false,
  trashed: false,
  writer,
});
