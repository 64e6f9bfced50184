// The state of the page "How fast is this device?": what may be measured here, what is, and what came out. Lets contenders in
// workers of their own step in turn; knows no more of them than their figures.

import { createStore, type StoreApi } from 'zustand/vanilla';
import { adapterName, isSoftware } from '../shared/adapter.ts';
import {
  type Answer,
  type BenchBackend,
  benchmarkWorker,
  type ContenderName,
  type Order,
} from '../shared/bench/messages.ts';
import { type Progress, type Rival, race } from '../shared/bench/race.ts';
import type { Measured } from '../shared/bench/table.ts';
import type { WorkloadId } from '../shared/bench/workloads.ts';
import { spawnWorker } from './spawn-worker.ts';

/** Who takes part in the page: what ships with it. */
const takingPart: Readonly<Record<BenchBackend, readonly ContenderName[]>> = {
  webgpu: ['recorded', 'ours', 'stock'],
  wasm: ['ours', 'stock'],
};

/** Shorter than in the terminal: somebody waits. */
const rules = { blocks: 8, blockMs: 120, patienceMs: 40_000, measuredMs: 4_000 };

/** What the browser says of its graphics. */
export type Graphics =
  | { readonly kind: 'asking' }
  | { readonly kind: 'none' }
  | { readonly kind: 'adapter'; readonly name: string; readonly software: boolean };

export interface SpeedState {
  readonly graphics: Graphics;
  readonly state: 'idle' | 'measuring' | 'done' | 'stopped';
  readonly progress: (Progress & { readonly backend: BenchBackend }) | null;
  /** Races done, and asked for. */
  readonly done: number;
  readonly total: number;
  readonly measured: readonly Measured[];
  measure(backends: readonly BenchBackend[], workloads: readonly WorkloadId[]): Promise<void>;
  stop(): void;
}

function startRival(contender: ContenderName): Rival {
  const worker = spawnWorker(benchmarkWorker);
  let giveUp: (reason: Error) => void = () => {};
  const ask = (order: Order) =>
    new Promise<Answer>((resolve, reject) => {
      giveUp = reject;
      worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message || 'its worker could not be loaded'));
      worker.postMessage(order);
    });
  const end = () => {
    worker.terminate();
    giveUp(new Error('it was ended'));
  };
  return { contender, ask, end };
}

async function graphicsHere(): Promise<Graphics> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { kind: 'none' };
  return { kind: 'adapter', name: adapterName(adapter.info), software: isSoftware(adapter.info) };
}

export function createSpeedStore(): StoreApi<SpeedState> {
  let racing: readonly Rival[] = [];
  let isWanted = false;

  const store = createStore<SpeedState>((set, get) => ({
    graphics: { kind: 'asking' },
    state: 'idle',
    progress: null,
    done: 0,
    total: 0,
    measured: [],

    async measure(backends, workloads) {
      if (get().state === 'measuring') return;
      const races = backends.flatMap((backend) => workloads.map((workload) => ({ backend, workload })));
      isWanted = true;
      set({ state: 'measuring', progress: null, done: 0, total: races.length, measured: [] });
      for (const { backend, workload } of races) {
        if (!isWanted) break;
        racing = takingPart[backend].map(startRival);
        const watcher = {
          told: (progress: Progress) => set({ progress: { ...progress, backend } }),
          isWanted: () => isWanted,
        };
        const timings = await race(racing, { backend, workload, ...rules }, watcher);
        set(({ measured, done }) => ({
          measured: [...measured, { backend, workload, timings }],
          done: done + 1,
        }));
      }
      racing = [];
      set({ state: isWanted ? 'done' : 'stopped', progress: null });
    },

    stop() {
      isWanted = false;
      for (const { end } of racing) end();
    },
  }));
  graphicsHere()
    .catch((): Graphics => ({ kind: 'none' }))
    .then((graphics) => store.setState({ graphics }));
  return store;
}
