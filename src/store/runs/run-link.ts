// A small run inside a link: its curves, thinned, its figures, and the student's weights; the settings are the link's own.

import type { Config } from '../../shared/config.ts';
import { laneIds } from '../../shared/protocol/lanes.ts';
import { createSeries, type Series } from '../series.ts';
import { UnreadableError } from './read-saved.ts';
import { packRun, readRunFile } from './run-file.ts';
import type { RunContents, Taken } from './state.ts';

const mostPoints = 12;
const carried = laneIds.map((lane) => `${lane}.accuracy`);

/** Evenly chosen points, the last always among them. */
function thinned({ steps, values, length }: Series): Series {
  const count = Math.min(mostPoints, length);
  const at = Array.from({ length: count }, (_, i) => Math.round(((i + 1) * (length - 1)) / count));
  return {
    steps: Float32Array.from(at, (i) => steps[i] ?? 0),
    values: Float32Array.from(at, (i) => values[i] ?? 0),
    length: count,
  };
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

/** The text that a link carries. It may be far too long: who writes the link looks at its length. */
export function writeRunLink({ run, series, checkpoint }: RunContents): string {
  const figures = Object.entries(run.figures).filter(([column]) => /\.(accuracy|valLoss)$/.test(column));
  const columns = carried.flatMap((column): [string, Series][] => {
    const known = series.columns.get(column);
    return known === undefined ? [] : [[column, thinned(known)]];
  });
  const bytes = packRun(
    {
      run: {
        ...run,
        change: '',
        samples: [],
        figures: Object.fromEntries(figures.map(([column, value]) => [column, Number(value.toPrecision(5))])),
      },
      series: createSeries(columns),
      checkpoint,
    },
    { lanes: ['student'], settings: false },
  );
  // Large models would not fit by orders of magnitude; their text is only measured.
  return bytes.length > 50_000 ? '-'.repeat(Math.ceil((bytes.length * 4) / 3)) : base64url(bytes);
}

export interface CarriedRun {
  readonly taken: Taken;
  /** The student's weights, array after array; they prove more than figures. */
  readonly student: readonly Float32Array[] | null;
}

/** Throws an UnreadableError. */
export function readRunLink(text: string, config: Config): CarriedRun {
  let bytes: Uint8Array;
  try {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    throw new UnreadableError('is damaged: it cannot be unpacked');
  }
  const { run, series, lanes } = readRunFile(bytes);
  return {
    taken: {
      run: { ...run, config, origin: 'link', change: 'as the link brought it', checkpointBytes: null },
      series,
      checkpoint: null,
    },
    student: lanes.student?.weights ?? null,
  };
}

/** Greatest difference of two students' weights; null where they are not of one shape. */
export function weightDifference(
  theirs: readonly Float32Array[],
  mine: readonly Float32Array[],
): number | null {
  if (theirs.length !== mine.length || theirs.some((array, i) => array.length !== mine[i]?.length))
    return null;
  let most = 0;
  for (const [i, array] of theirs.entries()) {
    for (const [j, value] of array.entries()) most = Math.max(most, Math.abs(value - (mine[i]?.[j] ?? 0)));
  }
  return most;
}
