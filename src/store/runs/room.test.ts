// A full storage loses weights and nothing else.

import { describe, expect, it } from 'vitest';
import { readRun, toStored } from './read-saved.ts';
import { nextToDrop, type Room, writeWithRoom } from './room.ts';
import { checkpoint, savedRun, series } from './saved-run.testing.ts';
import { gainOfRun, type SavedRun, toSavedSeries } from './saved-run.ts';
import { openMemory, type RunStorage } from './storage.ts';

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

it('earlier weights give way first where there is no room', async () => {
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
