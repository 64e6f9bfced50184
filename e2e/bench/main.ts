// The benchmark's page: starts every contender's worker and lets them step in turn, so that whatever else the machine does
// meets all of them alike. Shows nothing; scripts/bench.mjs calls it and prints.

import type { Counts } from '../engine/count.ts';
import {
  type Answer,
  type BenchBackend,
  type ContenderName,
  contenders,
  type Order,
  type Ran,
} from './messages.ts';
import type { WorkloadId } from './workloads.ts';

export interface Timing {
  readonly contender: ContenderName;
  /** ms of one step in each block, in the order measured. */
  readonly stepMs: readonly number[];
  /** Of that the worker's own thread, before the loss was waited for. */
  readonly threadMs: readonly number[];
  /** What a step asked of WebGPU, in the last block. */
  readonly counts: Counts | null;
  /** Loss of the tenth step, nats. */
  readonly tenthLoss: number;
  /** From nothing to the first step's loss, ms. */
  readonly firstMs: number;
  /** Why it could not run. */
  readonly failed: string | null;
}

interface Rival {
  readonly contender: ContenderName;
  readonly ask: (order: Order) => Promise<Answer>;
  readonly end: () => void;
}

function startRival(contender: ContenderName): Rival {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const ask = (order: Order) =>
    new Promise<Answer>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message || 'the worker could not be loaded'));
      worker.postMessage(order);
    });
  return { contender, ask, end: () => worker.terminate() };
}

async function run({ ask }: Rival, steps: number): Promise<Ran> {
  const answer = await ask({ kind: 'run', steps });
  if ('failed' in answer) throw new Error(answer.failed);
  return answer;
}

/** Ten steps and their loss, then as many as warm up the compilers; the steps of a block that takes about `blockMs`. */
async function warmUp(rival: Rival, backend: BenchBackend, workload: WorkloadId, blockMs: number) {
  const started = await rival.ask({ kind: 'start', contender: rival.contender, backend, workload });
  if ('failed' in started) throw new Error(started.failed);
  const first = await run(rival, 1);
  const { loss } = await run(rival, 9);
  let [stepMs, spentMs] = [first.ms, 0];
  while (spentMs < 10 * blockMs) {
    const steps = Math.max(1, Math.min(200, Math.round(blockMs / stepMs)));
    const { ms } = await run(rival, steps);
    stepMs = ms / steps;
    spentMs += ms;
  }
  const steps = Math.max(1, Math.round(blockMs / stepMs));
  return { tenthLoss: loss, firstMs: started.ms + first.ms, steps };
}

interface Race {
  readonly backend: BenchBackend;
  readonly workload: WorkloadId;
  readonly blocks: number;
  readonly blockMs: number;
  readonly names: readonly ContenderName[] | null;
}

async function bench({ backend, workload, blocks, blockMs, names }: Race): Promise<Timing[]> {
  const rivals = (names ?? contenders[backend]).map(startRival);
  const timings = new Map<ContenderName, Timing & { steps: number }>();
  for (const rival of rivals) {
    const { contender } = rival;
    const unknown = { tenthLoss: Number.NaN, firstMs: Number.NaN, counts: null };
    const none = { contender, stepMs: [], threadMs: [], ...unknown, steps: 0 };
    try {
      timings.set(contender, { ...none, failed: null, ...(await warmUp(rival, backend, workload, blockMs)) });
    } catch (error) {
      timings.set(contender, { ...none, failed: String(error) });
    }
  }
  for (let block = 0; block < blocks; block++) {
    for (const rival of rivals) {
      const timing = timings.get(rival.contender);
      if (timing === undefined || timing.failed !== null) continue;
      const { ms, threadMs: ownMs, counts } = await run(rival, timing.steps);
      const stepMs = [...timing.stepMs, ms / timing.steps];
      const threadMs = [...timing.threadMs, ownMs / timing.steps];
      timings.set(rival.contender, { ...timing, stepMs, threadMs, counts });
    }
  }
  for (const { end } of rivals) end();
  return [...timings.values()];
}

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
