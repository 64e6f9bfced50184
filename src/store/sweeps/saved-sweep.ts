// A sweep as it is kept beyond the page: its plan in the words of a link, and what its runs came to. What is read back is
// as untrusted as a file.

import { flatten } from '../../shared/config.ts';
import type { ParamValue } from '../../shared/params.ts';
import { readPlan, type SweepPlan, type Trial, trialsOf, writePlan } from '../../shared/sweep/plan.ts';
import type { TrialResult } from '../../shared/sweep/results.ts';
import { readSettings, UnreadableError } from '../runs/read-saved.ts';
import type { SavedRun } from '../runs/saved-run.ts';

export type SweepState = 'running' | 'paused' | 'done';

export interface Sweep {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly plan: SweepPlan;
  readonly state: SweepState;
  readonly results: readonly TrialResult[];
  readonly backend: string;
  /** The visitor's own data that its runs learn from; they are not kept. */
  readonly ownData: SavedRun['ownData'];
}

/** Raise it when a stored sweep can no longer be read as it was. */
export const sweepVersion = 1;

export type StoredSweep = Omit<Sweep, 'plan'> & {
  readonly version: number;
  readonly settings: Readonly<Record<string, ParamValue>>;
  readonly written: string;
};

export const toStoredSweep = ({ plan, ...sweep }: Sweep): StoredSweep => ({
  ...sweep,
  version: sweepVersion,
  settings: flatten(plan.config),
  written: writePlan(plan),
});

/** Names a run within its sweep. */
export const trialKey = (point: number, seed: number): string => `${point}/${seed}`;

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 2000;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function readResult(raw: unknown): TrialResult | null {
  const { point, seed, failed, figures, runId, tookMs, teacherReused } = (raw ?? {}) as Fields;
  if (!isNumber(point) || !isNumber(seed) || !isNumber(tookMs)) return null;
  const numbers = Object.entries((figures ?? {}) as Fields).filter(([, value]) => isNumber(value));
  return {
    point,
    seed,
    tookMs,
    failed: isText(failed) ? failed : null,
    figures: Object.fromEntries(numbers.slice(0, 100)) as Record<string, number>,
    runId: isText(runId) ? runId : null,
    teacherReused: teacherReused === true,
  };
}

/** Results that belong to no run of the plan are left out. Throws an UnreadableError. */
export function readSweep(raw: unknown): Sweep {
  const fields = (raw ?? {}) as Fields;
  const { id, name, startedAt, version, written, state, backend, ownData } = fields;
  if (version !== sweepVersion) {
    throw new UnreadableError(
      `was written by another version of this page (${String(version).slice(0, 20)}, this one reads ${sweepVersion})`,
    );
  }
  if (!isText(id) || !isText(name) || !isNumber(startedAt) || !isText(written))
    throw new UnreadableError('is no record of a sweep');
  const plan = readPlan(written, readSettings(fields.settings));
  if (typeof plan === 'string') throw new UnreadableError(`has a plan that cannot be followed (${plan})`);
  const open = new Set(trialsOf(plan).map(({ point, seed }) => trialKey(point.index, seed)));
  const results = (Array.isArray(fields.results) ? fields.results : []).flatMap((entry) => {
    const result = readResult(entry);
    // Each run of the plan once.
    return result !== null && open.delete(trialKey(result.point, result.seed)) ? [result] : [];
  });
  const { name: file, size } = (ownData ?? {}) as Fields;
  return {
    id,
    name,
    startedAt,
    plan,
    results,
    state: open.size === 0 ? 'done' : state === 'running' ? 'running' : 'paused',
    backend: isText(backend) ? backend : '',
    ownData: isText(file) && isNumber(size) ? { name: file, size } : null,
  };
}

/** The runs of a plan that have not been made. */
export function trialsLeft({ plan, results }: Pick<Sweep, 'plan' | 'results'>): Trial[] {
  const made = new Set(results.map(({ point, seed }) => trialKey(point, seed)));
  return trialsOf(plan).filter(({ point, seed }) => !made.has(trialKey(point.index, seed)));
}
