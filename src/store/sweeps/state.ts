// The shape of the sweeps' state, and nothing else.

import type { SweepPlan } from '../../shared/sweep/plan.ts';
import type { LiveTrial } from './hand.ts';
import type { Sweep } from './saved-sweep.ts';

/** The sweep that runs in this page, or is paused in it. */
export interface Running {
  readonly id: string;
  readonly workers: number;
  readonly live: readonly LiveTrial[];
  /** null until anything has been measured. */
  readonly leftMs: number | null;
}

export interface SweepsState {
  /** false until what the browser kept has been read. */
  readonly ready: boolean;
  /** Why sweeps last only as long as the page; null where they outlive it. */
  readonly onlyHere: string | null;
  /** Newest first. */
  readonly sweeps: readonly Sweep[];
  /** Those that run in another tab. */
  readonly elsewhere: ReadonlySet<string>;
  readonly unreadable: readonly string[];
  /** The one on show. */
  readonly chosen: string | null;
  readonly running: Running | null;
  /** The sweep that another visit left in the middle. */
  readonly interrupted: string | null;
}

export interface SweepsActions {
  begin(plan: SweepPlan, workers: number): Promise<void>;
  pause(): void;
  /** Goes on with what has not been run; what another visit left half done is made anew. */
  resume(id: string, workers: number): Promise<void>;
  choose(id: string | null): void;
  /** The sweep stays as it was left. */
  leaveInterrupted(): void;
  rename(id: string, name: string): void;
  /** With the runs that it left in the book. */
  remove(id: string): Promise<void>;
}
