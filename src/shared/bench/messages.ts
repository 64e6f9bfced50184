// What whoever runs the benchmark and its contenders say to each other: workers, processes and a program in Python alike.

import type { BackendName } from '../catalog/backends.ts';
import type { WorkloadId } from './workloads.ts';

/** A worker of this name measures one contender; all others train. */
export const benchmarkWorker = 'benchmark';

export type BenchBackend = 'webgpu' | 'wasm';

/** Who computes. `recorded` and `ours` are this project; `ours` computes operation by operation. */
export const contenderNames = {
  recorded: 'ours, recorded',
  ours: 'ours, operation by operation',
  stock: 'TensorFlow.js as it comes',
  jax: 'jax-js',
  torch: 'PyTorch',
  torchGraphs: 'PyTorch, CUDA graphs',
} as const;
export type ContenderName = keyof typeof contenderNames;

/** What was asked of WebGPU. */
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

export type Order =
  | {
      readonly kind: 'start';
      readonly contender: ContenderName;
      readonly backend: BackendName;
      readonly workload: WorkloadId;
    }
  | { readonly kind: 'run'; readonly steps: number };

export interface Ran {
  /** Wall time of those steps, the loss read included. */
  readonly ms: number;
  /** Time a step keeps its thread, the first few since the last read; null where that says nothing. */
  readonly threadMs: number | null;
  readonly loss: number;
  /** What a step asked of WebGPU, the loss read included; null without WebGPU. */
  readonly counts: Counts | null;
  /** Memory taken for tensors; null where a contender does not know. */
  readonly bytes: number | null;
  /** What it runs on, as the driver or the library calls it; empty where nothing is known. */
  readonly device: string;
}

export type Answer = Ran | { readonly failed: string };
