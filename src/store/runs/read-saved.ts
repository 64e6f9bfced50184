// Reads what was stored, which is as untrusted as a file: other versions of this page, other tabs, or a visitor's own
// hands may have written it. What cannot be used is refused with one clause that says why.

import { type Config, configFrom, flatten } from '../../shared/config.ts';
import type { ParamValue } from '../../shared/params.ts';
import { type Checkpoint, type LaneState, laneIds, phases } from '../../shared/protocol/lanes.ts';
import { metricTables } from '../../shared/protocol/status.ts';
import { runColors, type SavedRun, type SavedSeries } from './saved-run.ts';

/** Raise it when a stored run can no longer be read as it was. */
export const savedVersion = 1;

/** A SavedRun in its stored form: settings by path instead of a config. */
export type StoredRun = Omit<SavedRun, 'config'> & {
  readonly version: number;
  readonly settings: Readonly<Record<string, ParamValue>>;
};

/** Plain data, settings as a link has them. */
export const toStored = ({ config, ...run }: SavedRun): StoredRun => ({
  ...run,
  version: savedVersion,
  settings: flatten(config),
});

/** Why something stored cannot be used; the message completes "<name> …". */
export class UnreadableError extends Error {}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(raw: unknown): Fields {
  if (typeof raw !== 'object' || raw === null) throw new UnreadableError('is no record of a run');
  return raw as Fields;
}

function take<T>(fields: Fields, key: string, is: (value: unknown) => value is T): T {
  const value = fields[key];
  if (!is(value)) throw new UnreadableError(`has no usable "${key}"`);
  return value;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 2000;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isNumberOrNull = (value: unknown): value is number | null => value === null || isNumber(value);
const oneOf =
  <const T extends string>(...known: readonly T[]) =>
  (value: unknown): value is T =>
    known.includes(value as T);

/** Entries of an object whose values are numbers; the rest is left out. */
function numbersOf(raw: unknown): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [key, value] of Object.entries(fieldsOf(raw)).slice(0, 100)) {
    if (isNumber(value)) numbers[key] = value;
  }
  return numbers;
}

function readShape(raw: unknown): SavedRun['shape'] {
  const { inputs, outputs } = (raw ?? {}) as Fields;
  return isNumber(inputs) && isNumber(outputs) ? { inputs, outputs } : null;
}

function readSamples(raw: unknown): SavedRun['samples'] {
  if (!Array.isArray(raw)) return [];
  return raw.slice(0, 9).flatMap((entry) => {
    const { lane, prompt, text } = (entry ?? {}) as Fields;
    const id = laneIds.find((known) => known === lane);
    return id === undefined || !isText(prompt) || !isText(text) ? [] : [{ lane: id, prompt, text }];
  });
}

function readOwnData(raw: unknown): SavedRun['ownData'] {
  const { name, size } = (raw ?? {}) as Fields;
  return isText(name) && isNumber(size) ? { name, size } : null;
}

/** Settings of an older version take the defaults of today where they no longer fit; a config is never half read. */
export function readSettings(raw: unknown): Config {
  const settings: Record<string, ParamValue> = {};
  for (const [path, value] of Object.entries(fieldsOf(raw)).slice(0, 300)) {
    settings[path] = value as ParamValue;
  }
  return configFrom(settings).config;
}

/** Throws an UnreadableError. */
export function readRun(raw: unknown): SavedRun {
  const fields = fieldsOf(raw);
  const { version } = fields;
  if (version !== savedVersion) {
    throw new UnreadableError(
      `was written by another version of this page (${String(version).slice(0, 20)}, this one reads ${savedVersion})`,
    );
  }
  return {
    id: take(fields, 'id', isText),
    name: take(fields, 'name', isText),
    color: Math.abs(Math.trunc(take(fields, 'color', isNumber))) % runColors,
    startedAt: take(fields, 'startedAt', isNumber),
    config: readSettings(fields.settings),
    change: take(fields, 'change', isText),
    parent: take(fields, 'parent', isTextOrNull),
    turned: take(fields, 'turned', isFlag),
    backend: take(fields, 'backend', isText),
    ownData: readOwnData(fields.ownData),
    shape: readShape(fields.shape),
    state: take(fields, 'state', oneOf('training', 'paused', 'finished', 'stopped', 'failed')),
    teacherStep: take(fields, 'teacherStep', isNumber),
    // Runs from before there were assistants have none.
    assistantStep: isNumber(fields.assistantStep) ? fields.assistantStep : 0,
    earlier: Array.isArray(fields.earlier) ? fields.earlier.filter(isNumber).slice(0, 10) : [],
    studentStep: take(fields, 'studentStep', isNumber),
    elapsedMs: take(fields, 'elapsedMs', isNumber),
    figures: numbersOf(fields.figures),
    samples: readSamples(fields.samples),
    checkpointBytes: take(fields, 'checkpointBytes', isNumberOrNull),
    pinned: take(fields, 'pinned', isFlag),
    trashed: take(fields, 'trashed', isFlag),
    origin: take(fields, 'origin', oneOf('here', 'file', 'link', 'sweep')),
    writer: take(fields, 'writer', isText),
  };
}

/** All that was stored: what can be read, and of the rest a sentence each. */
export function readAll(raws: readonly unknown[]): {
  readonly readable: SavedRun[];
  readonly unreadable: string[];
} {
  const readable: SavedRun[] = [];
  const unreadable: string[] = [];
  for (const raw of raws) {
    try {
      readable.push(readRun(raw));
    } catch (error) {
      const name = (raw as { name?: unknown })?.name;
      const reason = error instanceof UnreadableError ? error.message : String(error);
      unreadable.push(`${typeof name === 'string' ? name.slice(0, 40) : 'A run without a name'} ${reason}.`);
    }
  }
  return { readable, unreadable };
}

const knownColumns: ReadonlySet<string> = new Set(Object.values(metricTables).flat());
const isArray = (value: unknown): value is Float32Array => value instanceof Float32Array;

/** Columns that this page does not know are left out. Throws an UnreadableError. */
export function readSeries(raw: unknown): SavedSeries {
  if (!Array.isArray(raw)) throw new UnreadableError('has no curves');
  return raw.flatMap((entry): SavedSeries => {
    const [column, steps, values] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (!isText(column) || !knownColumns.has(column)) return [];
    if (!isArray(steps) || !isArray(values) || steps.length !== values.length) {
      throw new UnreadableError(`has a broken curve "${column}"`);
    }
    return [[column, steps, values]];
  });
}

/** Throws an UnreadableError. */
export function readLane(raw: unknown, lane: string): LaneState {
  const { weights, slots, step, vocabulary } = fieldsOf(raw);
  const areArrays = (value: unknown): value is Float32Array[] =>
    Array.isArray(value) && value.every((array) => isArray(array) && array.every(Number.isFinite));
  if (!areArrays(weights) || !areArrays(slots) || !isNumber(step)) {
    throw new UnreadableError(`has broken weights of its ${lane}`);
  }
  return { weights, slots, step, ...(isText(vocabulary) ? { vocabulary } : {}) };
}

/** Whether the arrays fit the models is seen when they are loaded. Throws an UnreadableError. */
export function readCheckpoint(raw: unknown): Checkpoint {
  const { phase, lanes, second, assistant } = fieldsOf(raw);
  const known = phases.find((id) => id === phase);
  if (known === undefined) throw new UnreadableError('has a broken checkpoint');
  const states = fieldsOf(lanes);
  return {
    phase: known,
    lanes: {
      teacher: readLane(states.teacher, 'teacher'),
      student: readLane(states.student, 'student'),
      control: readLane(states.control, 'control'),
    },
    second: second === null || second === undefined ? null : readLane(second, 'second teacher'),
    ...(assistant === null || assistant === undefined ? {} : { assistant: readLane(assistant, 'assistant') }),
  };
}
