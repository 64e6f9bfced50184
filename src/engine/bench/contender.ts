// What the benchmark knows of a contender.

import type { BackendName } from '../../shared/catalog/backends.ts';
import type { Work } from './work.ts';

export interface Contender {
  /** One whole training step; on the processor done when it returns. */
  step(): void;
  /** The loss that the latest step began from, nats. */
  loss(): Promise<number>;
  /** Memory taken for tensors. */
  bytes?(): number;
  /** What it runs on, as the driver calls it. */
  readonly device?: string;
}

export interface Place {
  readonly backend: BackendName;
  /** Where TensorFlow.js's WebAssembly files lie. */
  readonly wasmPaths: Readonly<Record<string, string>>;
}

export type Make = (work: Work, place: Place) => Promise<Contender>;
