// What is kept of a graphics card outlives the worker that measured it.

import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { createKeptTiles } from './kept-tiles.ts';

it('comes back for the adapter that it was kept for', async () => {
  await createKeptTiles('test').keep('a', 'tiles of a');
  const later = createKeptTiles('test');
  expect(await later.recall('a')).toBe('tiles of a');
  expect(await later.recall('b')).toBeNull();
});
