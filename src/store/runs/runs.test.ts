// Runs that are kept: what is written can be read again, what is broken is named and refused, a full storage loses weights
// and nothing else, two pages never write one run.

import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { configFrom, defaultConfig, phaseSteps, withSetting } from '../../shared/config.ts';
import type { Checkpoint } from '../../shared/protocol/lanes.ts';
import { createSeries } from '../series.ts';
import { isMilestone, placeAt, stepsOf } from './milestones.ts';
import { pack, unpack } from './pack.ts';
import { readCheckpoint, readRun, readSeries, toStored } from './read-saved.ts';
import { nextToDrop, type Room, writeWithRoom } from './room.ts';
import { fileVersion, packRun, readRunFile } from './run-file.ts';
import { bytesOf, changeSince, gainOfRun, type SavedRun, toSavedSeries } from './saved-run.ts';
import { openDatabase, openMemory, type RunStorage } from './storage.ts';
import { nameOf } from './words.ts';

const savedRun = (change: Partial<SavedRun> = {}): SavedRun => ({
  id: 'a',
  name: 'amber otter',
  color: 0,
  startedAt: 1000,
  config: withSetting(defaultConfig, 'distill.temperature', 7),
  change: '',
  parent: null,
  turned: false,
  backend: 'wasm',
  ownData: null,
  shape: { inputs: 3, outputs: 2 },
  state: 'finished',
  teacherStep: 600,
  assistantStep: 0,
  earlier: [],
  studentStep: 600,
  elapsedMs: 5,
  figures: { 'student.accuracy': 0.9, 'control.accuracy': 0.6 },
  samples: [{ lane: 'student', prompt: '1+1=', text: '2' }],
  checkpointBytes: 24,
  pinned: false,
  trashed: false,
  origin: 'here',
  writer: 'me',
  ...change,
});

const lane = (value: number) => ({
  weights: [Float32Array.from([value, 0.1])],
  slots: [Float32Array.from([value])],
  step: 600,
});
const checkpoint: Checkpoint = {
  phase: 'students',
  lanes: { teacher: lane(1), student: lane(2), control: lane(3) },
  second: null,
};
const series = createSeries();
series.append([{ table: 'teacherLoss', values: Float32Array.from([1, 2, 2, Number.NaN]) }]);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('names', () => {
  it('are the same for the same id, and two runs never share one', () => {
    expect(nameOf('x')).toBe(nameOf('x'));
    expect(nameOf('x')).toMatch(/^[a-z]+ [a-z]+$/);
    const names = new Set<string>();
    for (let i = 0; i < 100; i++) names.add(nameOf('x', names));
    expect(names.size).toBe(100);
  });
});

describe('the line that says what changed', () => {
  it('names settings as people know them', () => {
    const now = configFrom({ 'distill.temperature': 4, 'distill.alpha': 0.5, 'student.hidden': [8] }).config;
    const line = changeSince(defaultConfig, now);
    expect(line).toContain('Temperature T 2 → 4');
    expect(line).toContain('Alpha 0.9 → 0.5');
    expect(line).toContain('student hidden layers 64 → 8');
    expect(changeSince(now, now)).toBe('the same again');
    expect(changeSince(now, configFrom({ 'task.kind': 'plane' }).config)).toBe('Task Messages → Points');
  });
});

for (const [name, open] of [
  ['the database', () => openDatabase()],
  ['memory', async () => openMemory()],
] as const) {
  describe(`a run kept in ${name}`, () => {
    it('comes back as it was', async () => {
      const storage = await open();
      const run = savedRun();
      await storage.write({ run: toStored(run), series: toSavedSeries(series), checkpoint });
      expect((await storage.all()).map(readRun)).toEqual([run]);
      expect(readSeries(await storage.series('a'))).toEqual(toSavedSeries(series));
      expect(readCheckpoint(await storage.checkpoint('a'))).toEqual(checkpoint);
      await storage.write({ run: toStored(run), checkpoint: null });
      expect(await storage.checkpoint('a')).toBeUndefined();
      expect(await storage.series('a')).toBeDefined();
      await storage.remove('a');
      expect(await storage.all()).toEqual([]);
    });
  });
}

describe('weights of a large model', () => {
  const large = Float32Array.from({ length: 3e6 }, (_, i) => i / 7);
  const state = { ...lane(1), weights: [large, Float32Array.from([0.5])] };
  const ofLarge: Checkpoint = { ...checkpoint, lanes: { ...checkpoint.lanes, teacher: state } };

  it('are stored as Blobs, small ones as they are, and come back as they were', async () => {
    expect(pack(checkpoint)).toBe(checkpoint);
    const packed = (await pack(ofLarge)) as Checkpoint;
    expect(packed.lanes.teacher.weights.map((part) => part instanceof Blob)).toEqual([true, true]);
    const read = readCheckpoint(await unpack(packed));
    const [weights] = read.lanes.teacher.weights;
    expect(weights).toHaveLength(large.length);
    expect(weights?.every((value, i) => value === large[i])).toBe(true);
    expect({ ...read.lanes, teacher: read.lanes.teacher.weights[1] }).toEqual({
      ...checkpoint.lanes,
      teacher: state.weights[1],
    });
    const storage = await openDatabase();
    await storage.write({ run: toStored(savedRun()), checkpoint });
    expect(readCheckpoint(await storage.checkpoint('a'))).toEqual(checkpoint);
  });

  it('are refused where they cannot be read', async () => {
    const packed = (await pack(ofLarge)) as Checkpoint;
    const broken = {
      ...packed,
      lanes: { ...packed.lanes, teacher: { ...state, weights: [new Blob(['abc'])] } },
    };
    expect(() => readCheckpoint(broken)).toThrowError();
    const read = await unpack(broken);
    expect(() => readCheckpoint(read)).toThrowError('teacher');
  });

  it('are not overtaken by what is written after them', async () => {
    const storage = await openDatabase();
    const first = storage.write({ run: toStored(savedRun({ name: 'first' })), checkpoint: ofLarge });
    const second = storage.write({ run: toStored(savedRun({ name: 'second' })), checkpoint });
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect((await storage.all()).map((raw) => readRun(raw).name)).toEqual(['second']);
    expect(readCheckpoint(await storage.checkpoint('a'))).toEqual(checkpoint);
  });
});

describe('two pages', () => {
  it('never write the same run: the one that took it over has it', async () => {
    const [here, there] = [await openDatabase(), await openDatabase()];
    await here.write({ run: toStored(savedRun()) });
    await there.claim('a', 'you');
    expect(await here.write({ run: toStored(savedRun({ name: 'lost' })) })).toBe(false);
    expect(await there.write({ run: toStored(savedRun({ writer: 'you', name: 'kept' })) })).toBe(true);
    expect((await here.all()).map((raw) => readRun(raw).name)).toEqual(['kept']);
    expect(await here.write({ run: toStored(savedRun({ name: 'back' })), takesOver: true })).toBe(true);
    expect((await here.all()).map((raw) => readRun(raw).name)).toEqual(['back']);
  });
});

it('what a visitor says of a run is written before anything else is asked', async () => {
  const memory = openMemory();
  let writes = 0;
  const counting: RunStorage = {
    ...memory,
    outlivesPage: true,
    write(written) {
      writes += 1;
      return memory.write(written);
    },
  };
  const room: Room = { runs: () => [], dropped: () => {}, estimate: () => new Promise(() => {}) };
  const done = writeWithRoom(counting, room, { run: toStored(savedRun()), takesOver: true });
  expect(writes).toBe(1);
  expect(await done).toBe('written');
});

describe('what is stored is not trusted', () => {
  it.each([
    ['nothing', null, 'is no record'],
    ['another version', { ...toStored(savedRun()), version: 7 }, 'another version of this page (7'],
    ['no version', { id: 'a' }, 'another version'],
    ['a name that is no text', { ...toStored(savedRun()), name: 3 }, 'no usable "name"'],
    ['a state nobody knows', { ...toStored(savedRun()), state: 'flying' }, 'no usable "state"'],
    ['a time that is no number', { ...toStored(savedRun()), startedAt: Number.NaN }, 'no usable "startedAt"'],
  ])('%s', (_, raw, said) => {
    expect(() => readRun(raw)).toThrowError(said);
  });

  it('settings are clamped, unknown ones dropped', () => {
    const raw = { ...toStored(savedRun()), settings: { 'distill.temperature': 1e9, __proto__: 1, x: {} } };
    expect(readRun(raw).config.distill.temperature).toBe(20);
  });

  it('curves of unequal length and weights that are no numbers are refused', () => {
    expect(() => readSeries([['teacher.loss', new Float32Array(2), new Float32Array(1)]])).toThrowError(
      'broken curve',
    );
    expect(readSeries([['no.such', new Float32Array(2), new Float32Array(2)]])).toEqual([]);
    const broken = {
      ...checkpoint.lanes,
      student: { ...lane(1), weights: [Float32Array.from([Number.NaN])] },
    };
    expect(() => readCheckpoint({ ...checkpoint, lanes: broken })).toThrowError('weights of its student');
  });
});

describe('earlier weights', () => {
  const atStep = (step: number) => ({ ...lane(1), step });
  const at = (teacher: number, student: number): Checkpoint => ({
    ...checkpoint,
    lanes: { teacher: atStep(teacher), student: atStep(student), control: atStep(student) },
  });
  const { config } = savedRun();

  it('are those of the first checkpoint in each further fifth of a run, and told by their place', () => {
    const { total, teacher } = phaseSteps(config);
    const kept: number[] = [];
    for (let steps = 0; steps <= total; steps += total / 20) {
      const made = at(Math.min(steps, teacher), Math.max(0, steps - teacher));
      if (isMilestone(config, made, kept)) kept.push(stepsOf(made));
    }
    expect(kept).toEqual([1, 2, 3, 4].map((fifth) => (fifth * total) / 5));
    expect(placeAt(config, kept[0] ?? 0)).toBe(`teacher step ${kept[0]}`);
    expect(placeAt(config, kept[3] ?? 0)).toBe(`student step ${(kept[3] ?? 0) - teacher}`);
  });

  it.each([
    ['IndexedDB', () => openDatabase('earlier')],
    ['memory', async () => openMemory()],
  ] as const)('lie beside the last ones and go with them: %s', async (_, open) => {
    const storage = await open();
    const run = toStored({ ...savedRun(), earlier: [3] });
    await storage.write({ run, checkpoint: at(6, 6), earlier: [{ steps: 3, checkpoint: at(3, 0) }] });
    expect(await storage.checkpoint(run.id, 3)).toMatchObject({ lanes: { teacher: { step: 3 } } });
    expect(await storage.checkpoint(run.id)).toMatchObject({ lanes: { teacher: { step: 6 } } });
    await storage.write({ run, checkpoint: null });
    expect(await storage.checkpoint(run.id, 3)).toBeUndefined();
    await storage.write({ run, checkpoint: at(6, 6), earlier: [{ steps: 3, checkpoint: at(3, 0) }] });
    await storage.remove(run.id);
    expect(await storage.checkpoint(run.id, 3)).toBeUndefined();
  });

  it('give way first where there is no room', async () => {
    const memory = openMemory();
    const storage: RunStorage = {
      ...memory,
      write: (written) => {
        if ((written.earlier ?? []).length > 0) throw new DOMException('full', 'QuotaExceededError');
        return memory.write(written);
      },
    };
    const room: Room = { runs: () => [], dropped: () => {}, estimate: async () => null };
    const written = { run: toStored(savedRun()), checkpoint, earlier: [{ steps: 3, checkpoint }] };
    expect(await writeWithRoom(storage, room, written)).toBe('written');
    expect(await storage.checkpoint('a')).toBe(checkpoint);
  });
});

/** A storage that has room for the weights of so many runs. */
function small(most: number): RunStorage & { readonly weights: Set<string> } {
  const memory = openMemory();
  const weights = new Set<string>();
  return {
    ...memory,
    weights,
    async write(written) {
      const { id } = written.run;
      if (written.checkpoint === null) weights.delete(id);
      else if (written.checkpoint !== undefined) {
        if (!weights.has(id) && weights.size >= most) throw new DOMException('full', 'QuotaExceededError');
        weights.add(id);
      }
      return memory.write(written);
    },
  };
}

describe('a full storage', () => {
  function pageWith(most: number) {
    const storage = small(most);
    let runs: SavedRun[] = [];
    const dropped: string[] = [];
    const room: Room = {
      runs: () => runs,
      dropped(run) {
        runs = runs.map((known) => (known.id === run.id ? run : known));
        dropped.push(run.id);
      },
      estimate: async () => null,
    };
    const write = (run: SavedRun) => {
      runs = [...runs.filter(({ id }) => id !== run.id), run];
      return writeWithRoom(storage, room, { run: toStored(run), series: toSavedSeries(series), checkpoint });
    };
    return { storage, dropped, write };
  }

  it('loses the oldest weights, and says whose, but no figures', async () => {
    const { storage, dropped, write } = pageWith(2);
    for (const [i, id] of ['a', 'b', 'c'].entries()) await write(savedRun({ id, startedAt: i }));
    expect(dropped).toEqual(['a']);
    expect([...storage.weights]).toEqual(['b', 'c']);
    const kept = (await storage.all()).map(readRun);
    expect(kept.map(({ id, checkpointBytes }) => [id, checkpointBytes !== null])).toEqual([
      ['a', false],
      ['b', true],
      ['c', true],
    ]);
    expect(kept.every((run) => gainOfRun(run) !== null)).toBe(true);
    expect(await storage.series('a')).toBeDefined();
  });

  it('loses what sweeps left before what was made by hand, and the deleted before both', () => {
    const runs = [
      savedRun({ id: 'old', startedAt: 1 }),
      savedRun({ id: 'swept', startedAt: 2, origin: 'sweep' }),
      savedRun({ id: 'gone', startedAt: 3, trashed: true }),
    ];
    expect(nextToDrop(runs, '')?.id).toBe('gone');
    expect(nextToDrop(runs.slice(0, 2), '')?.id).toBe('swept');
  });

  it('spares the baseline, and takes deleted runs first', () => {
    const runs = [
      savedRun({ id: 'old', startedAt: 1, pinned: true }),
      savedRun({ id: 'mid', startedAt: 2 }),
      savedRun({ id: 'new', startedAt: 3 }),
    ];
    expect(nextToDrop(runs, 'new')?.id).toBe('mid');
    expect(nextToDrop([...runs, savedRun({ id: 'gone', startedAt: 9, trashed: true })], 'new')?.id).toBe(
      'gone',
    );
    expect(nextToDrop([savedRun({ id: 'new' })], 'new')).toBeNull();
  });

  it('with room for no weights at all keeps curves and figures', async () => {
    const { storage, write } = pageWith(0);
    expect(await write(savedRun())).toBe('withoutWeights');
    expect(await storage.series('a')).toBeDefined();
    expect((await storage.all()).map((raw) => readRun(raw).checkpointBytes)).toEqual([null]);
  });
});

describe('a run as a file', () => {
  const file = () => packRun({ run: savedRun(), series, checkpoint });

  it('comes back with its settings, curves and weights', () => {
    const { run, series: curves, checkpoint: weights } = readRunFile(file());
    expect(run.config).toEqual(savedRun().config);
    expect([run.name, run.origin, run.samples]).toEqual(['amber otter', 'file', savedRun().samples]);
    expect(toSavedSeries(curves)).toEqual(toSavedSeries(series));
    expect(weights?.lanes.student.weights).toEqual(checkpoint.lanes.student.weights);
    // A finished run needs no optimiser any more.
    expect(weights?.lanes.student.slots).toEqual([]);
    const paused = readRunFile(packRun({ run: savedRun({ state: 'stopped' }), series, checkpoint }));
    expect(paused.checkpoint?.lanes.control.slots).toEqual(checkpoint.lanes.control.slots);
    expect(bytesOf(checkpoint)).toBe(36);
  });

  it('cut off, altered or of another kind is refused with the reason', () => {
    expect(() => readRunFile(file().slice(0, 200))).toThrowError(/damaged|unpack/);
    expect(() => readRunFile(new TextEncoder().encode('a,b\n1,2\n'))).toThrowError('is no file of a run');
    expect(() => readRunFile(new Uint8Array())).toThrowError('is no file of a run');
    const altered = file();
    altered.fill(7, 60, 90);
    expect(() => readRunFile(altered)).toThrowError(/./);
    expect(fileVersion).toBe(1);
  });
});
