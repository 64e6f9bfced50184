// One contender of the benchmark on one workload, in a thread or process of its own: no contender's registrations, memory or
// optimised code touch another's. Does what it is told, one order at a time.

import type { Answer, ContenderName, Order, Ran } from '../../shared/bench/messages.ts';
import { workloads } from '../../shared/bench/workloads.ts';
import type { Contender, Make, Place } from './contender.ts';
import { counted, perStep, startCounting } from './count.ts';
import { work } from './work.ts';

export type Makers = Partial<Readonly<Record<ContenderName, () => Promise<Make>>>>;

/** What ships with the page. */
export const ownMakers: Makers = {
  recorded: async () => (await import('./ours.ts')).makeRecorded,
  ours: async () => (await import('./ours.ts')).make,
  stock: async () => (await import('./stock.ts')).make,
};

/** The thread's own time is taken of so many steps: further ones wait for a device whose queue is full. */
const ownSteps = 5;

/** `place` is asked anew for each order to start: a backend goes with it. */
export function createContestant(
  makers: Makers,
  place: Omit<Place, 'backend'>,
): (order: Order) => Promise<Answer> {
  startCounting();
  let contender: Contender | null = null;
  let onGpu = false;

  async function obey(order: Order): Promise<Ran> {
    const startedAt = performance.now();
    if (order.kind === 'start') {
      const make = await makers[order.contender]?.();
      if (make === undefined) throw new Error(`${order.contender} is not to be had here`);
      onGpu = order.backend === 'webgpu';
      contender = await make(work(workloads[order.workload]), { ...place, backend: order.backend });
      const ms = performance.now() - startedAt;
      const { device = '' } = contender;
      return { ms, threadMs: null, loss: Number.NaN, counts: null, bytes: null, device };
    }
    if (contender === null) throw new Error('no contender has been started');
    const before = counted();
    let threadMs = 0;
    for (let i = 0; i < order.steps; i++) {
      contender.step();
      if (i < ownSteps) threadMs = (performance.now() - startedAt) / (i + 1);
    }
    const loss = await contender.loss();
    return {
      ms: performance.now() - startedAt,
      threadMs,
      loss,
      counts: onGpu ? perStep(before, order.steps) : null,
      bytes: contender.bytes?.() ?? null,
      device: contender.device ?? '',
    };
  }

  return async (order) => {
    try {
      return await obey(order);
    } catch (error) {
      return { failed: error instanceof Error ? error.message : String(error) };
    }
  };
}
