// The benchmark's page: starts every contender's worker and lets them step in turn, so that whatever else the machine does
// meets all of them alike. Shows nothing; scripts/bench-processor.mjs calls it and prints.

import { type Answer, type ContenderName, contenderNames, type Order } from './messages.ts';
import type { WorkloadId } from './workloads.ts';

export interface Timing {
  readonly contender: ContenderName;
  /** ms of one step in each block, in the order measured. */
  readonly stepMs: readonly number[];
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

async function run({ ask }: Rival, steps: number): Promise<{ ms: number; loss: number }> {
  const answer = await ask({ kind: 'run', steps });
  if ('failed' in answer) throw new Error(answer.failed);
  return answer;
}

/** Ten steps and their loss, then as many as warm up the compilers; the steps of a block that takes about `blockMs`. */
async function warmUp(rival: Rival, workload: WorkloadId, blockMs: number) {
  const started = await rival.ask({ kind: 'start', contender: rival.contender, workload });
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

async function bench(workload: WorkloadId, blocks: number, blockMs: number): Promise<Timing[]> {
  const rivals = contenderNames.map(startRival);
  const timings = new Map<ContenderName, Timing & { steps: number }>();
  for (const rival of rivals) {
    const { contender } = rival;
    const none = { contender, stepMs: [], tenthLoss: Number.NaN, firstMs: Number.NaN, steps: 0 };
    try {
      timings.set(contender, { ...none, failed: null, ...(await warmUp(rival, workload, blockMs)) });
    } catch (error) {
      timings.set(contender, { ...none, failed: String(error) });
    }
  }
  for (let block = 0; block < blocks; block++) {
    for (const rival of rivals) {
      const timing = timings.get(rival.contender);
      if (timing === undefined || timing.failed !== null) continue;
      const { ms } = await run(rival, timing.steps);
      const stepMs = [...timing.stepMs, ms / timing.steps];
      timings.set(rival.contender, { ...timing, stepMs });
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
