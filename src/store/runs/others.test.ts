// Two tabs, one book: each sees what the other did, and neither takes the other's word for its own runs.

import { describe, expect, it } from 'vitest';
import { withOthers } from './others.ts';
import { savedRun } from './saved-run.testing.ts';

const here = { writer: 'me', deleted: [], isOpen: (writer: string) => writer === 'open' };
const mine = savedRun({ id: 'mine', startedAt: 2 });

describe('the book of two tabs', () => {
  it('takes in what another tab began, and how far it is now, the newest first', () => {
    const before = savedRun({
      id: 'other',
      writer: 'open',
      state: 'training',
      studentStep: 10,
      startedAt: 3,
    });
    const now = { ...before, studentStep: 90 };
    expect(withOthers([before, mine], [now, mine], here)).toEqual([now, mine]);
    expect(withOthers([mine], [now, mine], here)).toEqual([now, mine]);
  });

  it('forgets what another tab deleted', () => {
    const gone = savedRun({ id: 'gone', writer: 'open' });
    expect(withOthers([gone, mine], [{ ...gone, trashed: true }], here)).toEqual([mine]);
    expect(withOthers([gone, mine], [], here)).toEqual([mine]);
  });

  it('keeps its own runs as they are here, also those that are not stored yet', () => {
    expect(withOthers([mine], [{ ...mine, name: 'older' }], here)).toEqual([mine]);
    expect(withOthers([mine], [], here)).toEqual([mine]);
  });

  it('brings back nothing that was deleted here', () => {
    const deleted = savedRun({ id: 'deleted', writer: 'open' });
    expect(withOthers([], [deleted], { ...here, deleted: [deleted] })).toEqual([]);
  });

  it('calls a run stopped whose tab is gone', () => {
    const left = savedRun({ id: 'left', writer: 'gone', state: 'training' });
    expect(withOthers([], [left], here)).toEqual([{ ...left, state: 'stopped' }]);
  });
});
