// Puts a run of a sweep into the book of runs: settings, figures and curves always, weights where there is room to spare,
// since a sweep must not push out what a visitor made by hand.

import { bytesOf, mapStates, statesOf, withoutSlots } from '../../shared/protocol/checkpoint.ts';
import { figuresOf } from '../runs/saved-run.ts';
import type { Book } from '../runs/state.ts';
import type { Outcome } from './hand.ts';
import type { Sweep } from './saved-sweep.ts';
import { pointWords } from './words.ts';

/** Beyond this share of what the browser allows, weights of a sweep are not kept. */
const roomAt = 0.5;
/** The weights of one sweep together. */
const mostBytes = 150e6;

async function hasRoom(bytes: number): Promise<boolean> {
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  return usage === undefined || quota === undefined || usage + bytes < roomAt * quota;
}

/** Returns the id of the run in the book; null for one that never began. */
export async function keepOutcome(book: Book, sweep: Sweep, outcome: Outcome): Promise<string | null> {
  const { trial, failed, series, checkpoint, status, startedAt } = outcome;
  if (status === null) return null;
  const weights = failed === null && checkpoint !== null ? mapStates(checkpoint, withoutSlots) : null;
  const bytes = weights === null ? 0 : bytesOf(statesOf(weights));
  const isKept = weights !== null && bytes * (sweep.results.length + 1) < mostBytes && (await hasRoom(bytes));
  return book.getState().enter({
    run: {
      name: '',
      startedAt,
      config: trial.config,
      change: `${sweep.name}: ${pointWords(sweep.plan, trial.point)}, seed ${trial.seed}`,
      parent: null,
      turned: false,
      backend: outcome.backend,
      ownData: sweep.ownData,
      shape: outcome.shape,
      state: failed === null ? 'finished' : 'failed',
      teacherStep: status.teacherStep,
      assistantStep: status.assistantStep,
      earlier: [],
      studentStep: status.studentStep,
      elapsedMs: status.elapsedMs,
      figures: figuresOf(series),
      samples: [],
      checkpointBytes: isKept ? bytes : null,
      origin: 'sweep',
    },
    series,
    checkpoint: isKept ? weights : null,
  });
}
