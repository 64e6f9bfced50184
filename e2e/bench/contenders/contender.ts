// What the benchmark knows of a contender.

import type { Work } from '../workloads.ts';

export interface Contender {
  /** One whole training step, done when it returns. */
  step(): void;
  /** The loss that the latest step began from, nats. */
  loss(): Promise<number>;
}

/** `wasmPaths`: where TensorFlow.js's WebAssembly files lie. */
export type Make = (work: Work, wasmPaths: Readonly<Record<string, string>>) => Promise<Contender>;
