// Counts what the page asks of WebGPU, by wrapping its interface.

export interface Counts {
  readonly dispatches: number;
  readonly passes: number;
  readonly submits: number;
  readonly buffers: number;
  /** Mapped or copied to the processor. */
  readonly readbacks: number;
  /** Bytes written by the queue, or into buffers that were mapped for it. */
  readonly bytesWritten: number;
}

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
    const { size, mappedAtCreation } = descriptor as GPUBufferDescriptor;
    counts.buffers += 1;
    if (mappedAtCreation) counts.bytesWritten += size;
  });
  wrap(GPUBuffer.prototype, 'mapAsync', add('readbacks'));
  wrap(GPUQueue.prototype, 'writeBuffer', ([, , data, , size]) => {
    counts.bytesWritten += Number(size ?? (data as ArrayBuffer).byteLength);
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
