// One run as one file, or as a part of a link: settings, curves and weights, compressed. Version 1 is gzip around a
// length, a JSON header and the numbers that the header names. Files are untrusted: all that is read is checked.

import { gunzipSync, gzipSync, strFromU8, strToU8 } from 'fflate';
import { withoutSlots } from '../../shared/protocol/checkpoint.ts';
import { type Checkpoint, type LaneId, type LaneState, laneIds } from '../../shared/protocol/lanes.ts';
import { createSeries } from '../series.ts';
import {
  readCheckpoint,
  readLane,
  readRun,
  readSeries,
  type StoredRun,
  savedVersion,
  toStored,
  UnreadableError,
} from './read-saved.ts';
import { toColumns, toSavedSeries } from './saved-run.ts';
import type { RunContents, Taken } from './state.ts';

export const fileVersion = 1;
export const fileExtension = '.distill-run';
const format = 'distillation-run';
/** Larger ones are not opened: compressed, and unpacked. */
const maxBytes = { packed: 100e6, unpacked: 400e6 };

/** Lengths of the arrays of a lane, in the order in which their numbers follow. */
interface LaneLayout {
  readonly step: number;
  readonly weights: readonly number[];
  readonly slots: readonly number[];
  readonly vocabulary?: string | undefined;
}

interface Header {
  readonly format: typeof format;
  readonly version: number;
  readonly run: Omit<StoredRun, 'id' | 'writer'>;
  readonly series: readonly (readonly [column: string, length: number])[];
  readonly checkpoint: {
    readonly phase: Checkpoint['phase'];
    readonly lanes: Readonly<Record<string, LaneLayout>>;
  } | null;
}

const layoutOf = ({ step, weights, slots, vocabulary }: LaneState): LaneLayout => ({
  step,
  vocabulary,
  weights: weights.map(({ length }) => length),
  slots: slots.map(({ length }) => length),
});

/** Models that go along with a whole checkpoint: the second teacher and the assistant, where there are any. */
const besideOf = (checkpoint: Checkpoint | null): (readonly ['second' | 'assistant', LaneState])[] =>
  (['second', 'assistant'] as const).flatMap((id) => {
    const state = checkpoint?.[id];
    return state === null || state === undefined ? [] : [[id, state] as const];
  });

export interface PackOptions {
  /** The lanes whose weights are packed. */
  readonly lanes: readonly LaneId[];
  /** false: whoever reads it knows the settings. */
  readonly settings: boolean;
}

/** The bytes of the file. */
export function packRun(
  { run, series, checkpoint }: RunContents,
  options: PackOptions = { lanes: laneIds, settings: true },
): Uint8Array<ArrayBuffer> {
  const chosen = laneIds.flatMap((id) =>
    checkpoint !== null && options.lanes.includes(id) ? [[id, checkpoint.lanes[id]] as const] : [],
  );
  const beside = options.lanes.length < laneIds.length ? [] : besideOf(checkpoint);
  const lanes = [...chosen, ...beside].map(
    ([id, lane]) => [id, run.state === 'finished' ? withoutSlots(lane) : lane] as const,
  );
  const saved = toSavedSeries(series);
  const { id: _id, writer: _writer, ...stored } = toStored(run);
  const header: Header = {
    format,
    version: fileVersion,
    run: options.settings ? stored : { ...stored, settings: {} },
    series: saved.map(([column, { length }]) => [column, length]),
    checkpoint:
      checkpoint === null
        ? null
        : {
            phase: checkpoint.phase,
            lanes: Object.fromEntries(lanes.map(([id, lane]) => [id, layoutOf(lane)])),
          },
  };
  const arrays = [
    ...saved.flatMap(([, steps, values]) => [steps, values]),
    ...lanes.flatMap(([, { weights, slots }]) => [...weights, ...slots]),
  ];
  const text = strToU8(JSON.stringify(header));
  const numbers = arrays.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(4 + text.length + 4 * numbers);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = 4 + text.length;
  for (const array of arrays) {
    for (const value of array) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return Uint8Array.from(gzipSync(bytes, { level: 6 }));
}

/** Unpacks without trusting what the file says of its own size. */
function unpack(packed: Uint8Array): Uint8Array {
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) throw new UnreadableError('is no file of a run');
  if (packed.length > maxBytes.packed) throw new UnreadableError('is larger than 100 MB');
  const size = new DataView(packed.buffer, packed.byteOffset).getUint32(packed.length - 4, true);
  if (size > maxBytes.unpacked) throw new UnreadableError('would unpack to more than 400 MB');
  try {
    return gunzipSync(packed, { out: new Uint8Array(size) });
  } catch {
    throw new UnreadableError('is damaged: it cannot be unpacked');
  }
}

function readHeader(bytes: Uint8Array): { header: Header; at: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 4 ? 0 : view.getUint32(0, true);
  if (length === 0 || 4 + length > bytes.length) throw new UnreadableError('is damaged: it ends too early');
  let header: Header | null = null;
  try {
    header = JSON.parse(strFromU8(bytes.subarray(4, 4 + length))) as Header;
  } catch {
    throw new UnreadableError('is damaged: its header cannot be read');
  }
  if (header?.format !== format) throw new UnreadableError('is no file of a run');
  if (header.version !== fileVersion) {
    throw new UnreadableError(
      `was written by another version of this page (${String(header.version).slice(0, 20)}, this one reads ${fileVersion})`,
    );
  }
  return { header, at: 4 + length };
}

/** Reads the numbers one array after the other. */
function reader(bytes: Uint8Array, from: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = from;
  return (length: number): Float32Array => {
    if (!Number.isInteger(length) || length < 0 || at + 4 * length > bytes.length) {
      throw new UnreadableError('is damaged: it ends too early');
    }
    const array = Float32Array.from({ length }, (_, i) => view.getFloat32(at + 4 * i, true));
    at += 4 * length;
    return array;
  };
}

export interface TakenFile extends Taken {
  /** The weights of each lane that the file holds; a checkpoint needs all three. */
  readonly lanes: Readonly<Partial<Record<LaneId, LaneState>>>;
}

/** Throws an UnreadableError whose message completes "<file name> …". */
export function readRunFile(packed: Uint8Array): TakenFile {
  const bytes = unpack(packed);
  const { header, at } = readHeader(bytes);
  const next = reader(bytes, at);
  const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]).slice(0, 1000) : []);
  const {
    id: _id,
    color: _color,
    writer: _writer,
    pinned: _pinned,
    trashed: _trashed,
    ...run
  } = readRun({
    ...(header.run as object),
    version: (header.run as Partial<StoredRun> | undefined)?.version ?? savedVersion,
    id: '-',
    writer: '-',
    pinned: false,
    trashed: false,
    earlier: [],
    origin: 'file',
  });
  const series = readSeries(
    list<[string, number]>(header.series).map(([column, length]) => [column, next(length), next(length)]),
  );
  const lanes = Object.fromEntries(
    Object.entries(header.checkpoint?.lanes ?? {}).map(([lane, layout]) => [
      lane,
      readLane(
        {
          step: layout?.step,
          vocabulary: layout?.vocabulary,
          weights: list<number>(layout?.weights).map(next),
          slots: list<number>(layout?.slots).map(next),
        },
        lane,
      ),
    ]),
  );
  const isWhole = laneIds.every((lane) => lanes[lane] !== undefined);
  const checkpoint = isWhole
    ? readCheckpoint({
        phase: header.checkpoint?.phase,
        lanes,
        second: lanes.second ?? null,
        assistant: lanes.assistant ?? null,
      })
    : null;
  return { run, series: createSeries(toColumns(series)), checkpoint, lanes };
}
