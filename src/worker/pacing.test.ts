// Snapshots: new questions at once, old ones in their turn and within their share of the time.

import { describe, expect, it } from 'vitest';
import { type Watch, watchNothing } from '../shared/protocol/watch.ts';
import { createPacing } from './pacing.ts';

const passage: Watch = { ...watchNothing, passage: 'one' };

function paced() {
  let at = 1000;
  const pacing = createPacing(() => at);
  return { pacing, wait: (ms: number) => (at += ms) };
}

describe('pacing', () => {
  it('answers a new question at once, and the same one in its turn', () => {
    const { pacing, wait } = paced();
    expect(pacing.isDue('passage', watchNothing, true)).toBe(false);
    expect(pacing.isDue('passage', passage, false)).toBe(true);
    pacing.done('passage', passage, 2);
    expect(pacing.isDue('passage', passage, false)).toBe(false);
    expect(pacing.isDue('passage', passage, true)).toBe(true);
    expect(pacing.isDue('passage', { ...passage, passage: 'two' }, false)).toBe(true);
    wait(250);
    expect(pacing.isDue('passage', passage, false)).toBe(true);
  });

  it('does not try again what has no answer, until something else is asked', () => {
    const { pacing, wait } = paced();
    pacing.refused('passage', passage);
    wait(10_000);
    expect(pacing.isDue('passage', passage, true)).toBe(false);
    expect(pacing.isRefused('passage', passage)).toBe(true);
    const two: Watch = { ...passage, passage: 'two' };
    expect(pacing.isRefused('passage', two)).toBe(false);
    expect(pacing.isDue('passage', two, false)).toBe(true);
    pacing.done('passage', two, 1);
    expect(pacing.isDue('passage', two, true)).toBe(true);
  });

  it('gives all that is watched together a tenth of the time', () => {
    const { pacing, wait } = paced();
    const both: Watch = { ...passage, map: 40 };
    pacing.done('passage', both, 100);
    wait(1999);
    expect(pacing.isDue('passage', both, false)).toBe(false);
    wait(1);
    expect(pacing.isDue('passage', both, false)).toBe(true);
  });

  it('answers again what is looked at again', () => {
    const { pacing } = paced();
    pacing.done('passage', passage, 100);
    expect(pacing.isDue('passage', watchNothing, false)).toBe(false);
    expect(pacing.isDue('passage', passage, false)).toBe(true);
  });

  it('what is costly is answered once for each time it is asked', () => {
    const { pacing, wait } = paced();
    const asked: Watch = { ...watchNothing, cost: 1 };
    expect(pacing.isDue('cost', asked, false)).toBe(true);
    pacing.done('cost', asked, 4000);
    wait(1e6);
    expect(pacing.isDue('cost', asked, true)).toBe(false);
    expect(pacing.isDue('cost', watchNothing, true)).toBe(false);
    expect(pacing.isDue('cost', asked, true)).toBe(false);
    expect(pacing.isDue('cost', { ...watchNothing, cost: 2 }, false)).toBe(true);
  });
});
