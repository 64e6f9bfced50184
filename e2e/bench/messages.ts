// What the benchmark's page and its workers say to each other.

import type { Counts } from '../engine/count.ts';
import type { WorkloadId } from './workloads.ts';

/** Who computes where. `recorded` and `ours` are this project; `ours` computes operation by operation. */
export const contenders = {
  wasm: ['ours', 'stock', 'jax'],
  webgpu: ['recorded', 'ours', 'stock', 'jax'],
} as const;
export type BenchBackend = keyof typeof contenders;
export type ContenderName = (typeof contenders)[BenchBackend][number];

export type Order =
  | {
      readonly kind: 'start';
      readonly contender: ContenderName;
      readonly backend: BenchBackend;
      readonly workload: WorkloadId;
    }
  | { readonly kind: 'run'; readonly steps: number };

export interface Ran {
  /** Wall time of those steps, the loss read included. */
  readonly ms: number;
  /** Time of the thread before the loss was waited for. */
  readonly threadMs: number;
  readonly loss: number;
  /** What a step asked of WebGPU, the loss read included. */
  readonly counts: Counts;
}

export type Answer = Ran | { readonly failed: string };
