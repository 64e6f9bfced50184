// What a chart hands to its frame, past the plot between them. Knows no recharts: the frame is loaded later.

import { createContext } from 'react';
import type { Band } from '../../store/bands.ts';
import type { Point } from '../../store/chart-data.ts';
import type { Curve } from './curves.ts';

export interface Trace {
  readonly curve: Curve;
  readonly points: readonly Point[];
}

/** A curve of another run; its tag stands where the curve ends. */
export interface OverlaidTrace extends Trace {
  readonly tag: string;
}

/** Where the mean over several seeds lies, thinned to what can be seen. */
export interface BandTrace {
  readonly curve: Curve;
  readonly band: Band;
}

export interface Drawing {
  readonly current: readonly Trace[];
  /** Behind everything. */
  readonly bands: readonly BandTrace[];
  /** Of the run before, behind. */
  readonly before: readonly Trace[];
  /** Of other runs, behind. */
  readonly overlaid: readonly OverlaidTrace[];
  /** Values below lie on it: zeros on a log axis. */
  readonly floor: number;
}

export const DrawingContext = createContext<Drawing>({
  current: [],
  bands: [],
  before: [],
  overlaid: [],
  floor: 0,
});

export interface Cursor {
  readonly step: number;
  readonly dots: readonly { readonly curve: Curve; readonly point: Point }[];
}

export const CursorContext = createContext<Cursor | null>(null);
