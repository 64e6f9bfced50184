// The safetensors format (https://huggingface.co/docs/safetensors): a length, a JSON header, the numbers. Reading trusts
// nothing; neither direction knows what the tensors mean.

import { PlaygroundError } from '../shared/errors.ts';
import type { NamedTensor } from '../shared/portable.ts';
import { littleEndian } from './tensors.ts';

/** The format's own limit. */
const maxHeaderBytes = 100_000_000;

/** The bytes of a file; floats as F32, whole numbers as I32. */
export function writeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  let offset = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const dtype = values instanceof Float32Array ? 'F32' : 'I32';
    const from = offset;
    offset += values.byteLength;
    return [name, { dtype, shape, data_offsets: [from, offset] }] as const;
  });
  const header = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(header);
  // Padded with blanks, so that the numbers begin at a multiple of eight bytes.
  const padded = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + padded + offset).fill(0x20, 8, 8 + padded);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded), true);
  file.set(text, 8);
  let at = 8 + padded;
  for (const { values } of tensors) {
    file.set(littleEndian(values), at);
    at += values.byteLength;
  }
  return file;
}

const bad = (problem: string): PlaygroundError =>
  new PlaygroundError(
    'BadFile',
    `This is no safetensors file that can be read: ${problem}.`,
    'Save the model again and open the new file.',
  );

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

interface Entry {
  readonly name: string;
  readonly dtype: 'F32' | 'I32';
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function checkEntry(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets } = (
    typeof value === 'object' && value !== null ? value : {}
  ) as Readonly<Record<string, unknown>>;
  if (dtype !== 'F32' && dtype !== 'I32') throw bad(`"${name}" is neither F32 nor I32`);
  if (!Array.isArray(shape) || shape.length > 8 || !shape.every(isWhole)) throw bad(`"${name}" has no shape`);
  const [from, to] = Array.isArray(data_offsets) ? data_offsets : [];
  if (!isWhole(from) || !isWhole(to)) throw bad(`"${name}" has no data_offsets`);
  const size = 4 * shape.reduce((product, side) => product * side, 1);
  if (to - from !== size) throw bad(`"${name}" has ${to - from} bytes, its shape needs ${size}`);
  return { name, dtype, shape, from, to };
}

function headerOf(file: Uint8Array): { header: Readonly<Record<string, unknown>>; data: number } {
  if (file.length < 8) throw bad('it is shorter than its own length field');
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > BigInt(Math.min(maxHeaderBytes, file.length - 8)))
    throw bad('its header is longer than the file');
  const data = 8 + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(8, data)));
  } catch {
    throw bad('its header is no JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw bad('its header is no object');
  return { header: header as Readonly<Record<string, unknown>>, data };
}

/** The tensors of an untrusted file, in the order of their data. Throws BadFile. */
export function readSafetensors(file: Uint8Array): NamedTensor[] {
  const { header, data } = headerOf(file);
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => checkEntry(name, value))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  let at = 0;
  for (const { name, from, to } of entries) {
    // As the format demands: no gap, no overlap, nothing behind.
    if (from !== at) throw bad(`"${name}" does not begin where the one before ends`);
    at = to;
  }
  if (data + at !== file.length) throw bad(`its tensors take ${at} bytes, it holds ${file.length - data}`);
  const view = new DataView(file.buffer, file.byteOffset + data);
  return entries.map(({ name, dtype, shape, from, to }) => {
    const read = (_: unknown, i: number) =>
      dtype === 'F32' ? view.getFloat32(from + 4 * i, true) : view.getInt32(from + 4 * i, true);
    const length = (to - from) / 4;
    const values = dtype === 'F32' ? Float32Array.from({ length }, read) : Int32Array.from({ length }, read);
    return { name, shape, values };
  });
}
