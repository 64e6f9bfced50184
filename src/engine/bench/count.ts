// Counts what is asked of WebGPU, by wrapping its interface; for the benchmark and for tests.

import type { Counts } from '../../shared/bench/messages.ts';

const counts: Record<keyof Counts, number> = {
  dispatches: 0,
  passes: 0,
  submits: 0,
  buffers: 0,
  readbacks: 0,
  bytesWritten: 0,
};

// biome-ignore lint/suspicious/noExplicitAny: any method of any interface
type Method = (...args: any[]) => unknown;

function wrap(owner: object, method: string, note: (args: unknown[]) => void): void {
  const prototype = owner as Record<string, Method>;
  const original = prototype[method] as Method;
  prototype[method] = function counted(this: unknown, ...args: unknown[]) {
    note(args);
    return original.apply(this, args);
  };
}

/** To be called once, before a device is asked for. */
export function startCounting(): void {
  if (typeof GPUDevice === 'undefined') return;
  const add = (name: keyof Counts) => () => {
    counts[name] += 1;
  };
  wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', add('dispatches'));
  wrap(GPUCommandEncoder.prototype, 'beginComputePass', add('passes'));
  wrap(GPUQueue.prototype, 'submit', add('submits'));
  wrap(GPUDevice.prototype, 'createBuffer', ([descriptor]) => {
    const { mappedAtCreation = false, size } = descriptor as GPUBufferDescriptor;
    counts.buffers += 1;
    // Mapped, it is filled at once: an upload without the queue.
    if (mappedAtCreation) counts.bytesWritten += size;
  });
  wrap(GPUBuffer.prototype, 'mapAsync', ([mode]) => {
    if (mode === GPUMapMode.READ) counts.readbacks += 1;
  });
  wrap(GPUQueue.prototype, 'writeBuffer', ([, , data, , size]) => {
    const { byteLength, BYTES_PER_ELEMENT: unit = 1 } = data as Uint8Array;
    counts.bytesWritten += size === undefined ? byteLength : Number(size) * unit;
  });
}

/** What was counted since the page began. */
export const counted = (): Counts => ({ ...counts });

/** What was counted since `before`, for each of `steps`. */
export function perStep(before: Counts, steps: number): Counts {
  const names = Object.keys(counts) as (keyof Counts)[];
  return Object.fromEntries(
    names.map((name) => [name, (counts[name] - before[name]) / steps]),
  ) as unknown as Counts;
}
