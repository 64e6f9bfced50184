// Any text for the property tests of this folder: characters of all planes, control characters, lone
// surrogates.

import fc from 'fast-check';
import { fork } from '../rng.ts';

/** Strings of any code units, so also torn surrogate pairs, and of code points of every kind. */
export const anyText = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 })).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(' ', '  ', '\n', "'s", "'ll", 'a', 'Ab', 'é', '9', '½', '!', '👩‍🚀', '\t', '\ufeff'),
    )
    .map((p) => p.join('')),
);

/** `length` code units of all kinds, drawn from the seed. */
export function longText(length: number, seed: number): string {
  const random = fork(seed, 'long text');
  const parts: string[] = [];
  for (let size = 0; size < length; ) {
    const kind = random.below(4);
    const part =
      kind === 0
        ? String.fromCodePoint(random.below(0x110000))
        : kind === 1
          ? String.fromCharCode(random.below(0x10000))
          : kind === 2
            ? ' the'
            : String.fromCharCode(97 + random.below(26));
    parts.push(part);
    size += part.length;
  }
  return parts.join('').slice(0, length);
}
