// Text to bytes and back, against the platform's own UTF-8 where that can do it. Must not touch tokenizers.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBytes, encodeBytes, printable } from './bytes.ts';
import { anyText, longText } from './text.testing.ts';

describe('bytes of text', () => {
  it('turns any string into bytes and back, lone surrogates too', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeBytes(encodeBytes(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
    const long = longText(2 ** 20, 1);
    expect(decodeBytes(encodeBytes(long)) === long).toBe(true);
  });

  it('is UTF-8 where the string is well formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(encodeBytes(text)).toEqual(new TextEncoder().encode(text));
      }),
    );
  });

  it('writes a lone surrogate as three bytes', () => {
    expect([...encodeBytes('\ud800')]).toEqual([0xed, 0xa0, 0x80]);
    expect([...encodeBytes('\udfff')]).toEqual([0xed, 0xbf, 0xbf]);
    expect([...encodeBytes('\ud83d\ude00')]).toEqual([0xf0, 0x9f, 0x98, 0x80]);
  });

  it('reads bytes that are no text as TextDecoder does', () => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    // 0xED may open a lone surrogate, which TextDecoder refuses.
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 0xff }),
      fc.constantFrom(
        0x7f,
        0x80,
        0x8f,
        0x90,
        0x9f,
        0xa0,
        0xbf,
        0xc1,
        0xc2,
        0xe0,
        0xe2,
        0xef,
        0xf0,
        0xf4,
        0xf5,
      ),
    );
    const bytes = fc.array(byte.filter((value) => value !== 0xed)).map((values) => Uint8Array.from(values));
    fc.assert(
      fc.property(bytes, (values) => {
        expect(decodeBytes(values)).toBe(decoder.decode(values));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('labels', () => {
  it('shows what cannot be seen', () => {
    expect(printable(encodeBytes(' a\n\t\r'))).toBe('␣a↵⇥␍');
    expect(printable(encodeBytes('\u0000\u202e\u00a0'))).toBe('⟨U+0000⟩⟨U+202E⟩⟨U+00A0⟩');
    expect(printable(encodeBytes('\ud800é😀'))).toBe('⟨U+D800⟩é😀');
    expect(printable(encodeBytes('\u0301e\u0301'))).toBe('◌\u0301e\u0301');
    expect(printable(Uint8Array.of(0xe2, 0x82))).toBe('⟨E2⟩⟨82⟩');
    expect(printable(Uint8Array.of(0x82, 0x41, 0xf0))).toBe('⟨82⟩A⟨F0⟩');
  });
});
