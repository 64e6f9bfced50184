// What the benchmark's page and its workers say to each other.

import type { WorkloadId } from './workloads.ts';

export const contenderNames = ['ours', 'stock', 'jax'] as const;
export type ContenderName = (typeof contenderNames)[number];

export type Order =
  | { readonly kind: 'start'; readonly contender: ContenderName; readonly workload: WorkloadId }
  | { readonly kind: 'run'; readonly steps: number };
/** Wall time of those steps, the loss read included, and the loss. */
export type Answer = { readonly ms: number; readonly loss: number } | { readonly failed: string };
