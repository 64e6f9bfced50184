// The safetensors writer against its reader, and the reader against files that lie.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const tensors = [
  { name: 'a', shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, 1e-30, -0.1) },
  { name: 'b', shape: [], values: Float32Array.of(7) },
  { name: 'ids', shape: [3], values: Int32Array.of(1, -1, 2 ** 31 - 1) },
  { name: 'empty', shape: [0, 4], values: new Float32Array() },
];

/** A file whose header is `header` and whose numbers take `bytes`. */
function fileOf(header: unknown, bytes: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + bytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

describe('safetensors', () => {
  it('reads what it wrote', () => {
    const read = readSafetensors(writeSafetensors(tensors, { format: 'pt' }));
    expect(new Map(read.map((tensor) => [tensor.name, tensor]))).toEqual(
      new Map(tensors.map((tensor) => [tensor.name, tensor])),
    );
  });

  it('begins its numbers at a multiple of eight bytes', () => {
    const file = writeSafetensors(tensors);
    expect(Number(new DataView(file.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });

  it.each([
    ['too short', new Uint8Array(7), /shorter/],
    ['a header longer than the file', fileOf('{}', 0).subarray(0, 9), /longer than the file/],
    ['no JSON', fileOf('{"a":', 0), /no JSON/],
    ['a list', fileOf('[]', 0), /no object/],
    ['another type', fileOf({ a: { dtype: 'F16', shape: [1], data_offsets: [0, 2] } }, 2), /F32/],
    ['a negative side', fileOf({ a: { dtype: 'F32', shape: [-1], data_offsets: [0, 4] } }, 4), /no shape/],
    [
      'a shape that does not fit',
      fileOf({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 4] } }, 4),
      /needs 8/,
    ],
    ['a gap', fileOf({ a: { dtype: 'F32', shape: [1], data_offsets: [4, 8] } }, 8), /where the one before/],
    [
      'an overlap',
      fileOf(
        {
          a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
          b: { dtype: 'F32', shape: [1], data_offsets: [4, 8] },
        },
        8,
      ),
      /where the one before/,
    ],
    ['more behind', fileOf({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, 9), /it holds 9/],
    ['less than said', fileOf({ a: { dtype: 'F32', shape: [4], data_offsets: [0, 16] } }, 8), /it holds 8/],
  ])('refuses %s', (_what, file, message) => {
    expect(() => readSafetensors(file)).toThrow(
      expect.objectContaining({ name: 'BadFile', message: expect.stringMatching(message) }),
    );
  });

  it('answers any bytes with tensors or BadFile', () => {
    const good = writeSafetensors(tensors);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const file = good.slice();
        file[at] = byte;
        try {
          readSafetensors(file);
        } catch (error) {
          expect(error).toHaveProperty('name', 'BadFile');
        }
      }),
    );
  });
});
