// Windows stay within their piece, and passages count text as people do: without overlap.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWindows } from './windows.ts';

const pieces = fc.array(
  fc.integer({ min: 0, max: 60 }).map((size) => Int32Array.from({ length: size }, (_, i) => i)),
  { minLength: 1, maxLength: 5 },
);

describe('windows of a running text', () => {
  it('hold a window and its last answer, within one piece', () => {
    fc.assert(
      fc.property(
        pieces,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        (parts, length, stride) => {
          const windows = textWindows(parts, length, stride);
          for (let i = 0; i < windows.size; i++) {
            const { tokens } = windows.at(i);
            expect(tokens.length).toBe(length + 1);
            expect(tokens[length]).toBe((tokens[0] ?? Number.NaN) + length);
          }
        },
      ),
    );
  });

  it('of so many passages read no other text, and of all passages are all windows', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 12 }), fc.nat({ max: 80 }), (parts, length, wanted) => {
        const windows = textWindows(parts, length, 1);
        const seen = new Set<string>();
        for (let i = 0; i < windows.within(wanted); i++) {
          const { tokens } = windows.at(i);
          for (const token of tokens.subarray(0, length))
            seen.add(`${tokens.byteOffset - 4 * (tokens[0] ?? 0)}:${token}`);
        }
        // Pieces that are seen to their end have less than a passage more.
        expect(seen.size).toBeLessThan(wanted * length + parts.length * length + 1);
        expect(windows.within(windows.passages)).toBe(windows.size);
        expect(windows.within(wanted)).toBeLessThanOrEqual(windows.within(wanted + 1));
      }),
    );
  });

  it('are one more for each token of a second passage', () => {
    const windows = textWindows([Int32Array.from({ length: 41 }, (_, i) => i)], 10, 1);
    expect(windows.passages).toBe(4);
    expect([0, 1, 2, 3, 4].map(windows.within)).toEqual([0, 1, 11, 21, 31]);
  });
});
