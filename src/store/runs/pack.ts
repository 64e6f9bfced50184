// Weights of large models on their way into IndexedDB and back. What is stored there is copied at once on the thread that
// asks: 57 MB hold the page up for 140 ms. Blobs are handed over without a copy, and are made a slice at a time.

/** Less than this is stored as it is. */
const largeBytes = 8e6;
/** What is copied between two pauses. */
const sliceBytes = 2e6;

/** Numbers anywhere within `value`, in bytes. */
function bytesWithin(value: unknown): number {
  if (value instanceof Float32Array) return value.byteLength;
  if (typeof value !== 'object' || value === null || value instanceof Blob) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + bytesWithin(part), 0);
}

/** The same arrays and objects, with what `leaf` makes of everything else in them, one after the other. */
async function convert(value: unknown, leaf: (value: unknown) => Promise<unknown>): Promise<unknown> {
  if (Array.isArray(value)) {
    const parts: unknown[] = [];
    for (const part of value) parts.push(await convert(part, leaf));
    return parts;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return leaf(value);
  const entries: [string, unknown][] = [];
  for (const [key, part] of Object.entries(value)) entries.push([key, await convert(part, leaf)]);
  return Object.fromEntries(entries);
}

/** A hidden page has nobody to hold up, and may be gone soon. */
const pause = (): Promise<void> | void =>
  globalThis.document?.hidden === true ? undefined : new Promise((resolve) => setTimeout(resolve));

async function toBlob(value: unknown): Promise<unknown> {
  if (!(value instanceof Float32Array)) return value;
  const slices: Blob[] = [];
  for (let at = 0; at < value.byteLength; at += sliceBytes) {
    const length = Math.min(sliceBytes, value.byteLength - at);
    slices.push(new Blob([new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset + at, length)]));
    await pause();
  }
  return new Blob(slices);
}

/** A Blob that cannot be read, or holds no whole numbers, stays one: whoever checks what was read refuses it. */
const fromBlob = async (value: unknown): Promise<unknown> =>
  value instanceof Blob && value.size % Float32Array.BYTES_PER_ELEMENT === 0
    ? value.arrayBuffer().then(
        (bytes) => new Float32Array(bytes),
        () => value,
      )
    : value;

/** `value` as it is stored: itself where it is small. */
export const pack = (value: unknown): Promise<unknown> | unknown =>
  bytesWithin(value) < largeBytes ? value : convert(value, toBlob);

/** What `pack` was given, from what came out of storage. */
export const unpack = (value: unknown): Promise<unknown> => convert(value, fromBlob);
