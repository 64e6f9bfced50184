// Where runs are kept: what is written can be read again, and two pages never write one run.

import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../shared/protocol/lanes.ts';
import { pack, unpack } from './pack.ts';
import { readCheckpoint, readRun, readSeries, toStored } from './read-saved.ts';
import { checkpoint, lane, savedRun, series } from './saved-run.testing.ts';
import { toSavedSeries } from './saved-run.ts';
import { openDatabase, openMemory } from './storage.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
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

describe('earlier weights', () => {
  const at = (step: number): Checkpoint => ({
    ...checkpoint,
    lanes: { ...checkpoint.lanes, teacher: { ...lane(1), step } },
  });

  it.each([
    ['IndexedDB', () => openDatabase('earlier')],
    ['memory', async () => openMemory()],
  ] as const)('lie beside the last ones and go with them: %s', async (_, open) => {
    const storage = await open();
    const run = toStored({ ...savedRun(), earlier: [3] });
    await storage.write({ run, checkpoint: at(6), earlier: [{ steps: 3, checkpoint: at(3) }] });
    expect(await storage.checkpoint(run.id, 3)).toMatchObject({ lanes: { teacher: { step: 3 } } });
    expect(await storage.checkpoint(run.id)).toMatchObject({ lanes: { teacher: { step: 6 } } });
    await storage.write({ run, checkpoint: null });
    expect(await storage.checkpoint(run.id, 3)).toBeUndefined();
    await storage.write({ run, checkpoint: at(6), earlier: [{ steps: 3, checkpoint: at(3) }] });
    await storage.remove(run.id);
    expect(await storage.checkpoint(run.id, 3)).toBeUndefined();
  });
});
