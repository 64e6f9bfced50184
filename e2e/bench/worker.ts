// One contender on one workload, in a thread of its own: no contender's registrations, memory or optimised code touch
// another's. Does what the page says, one message at a time.

import plainPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simdPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import { counted, perStep, startCounting } from '../engine/count.ts';
import type { Contender, Make } from './contenders/contender.ts';
import type { Answer, ContenderName, Order } from './messages.ts';
import { work } from './workloads.ts';

const makers: Readonly<Record<ContenderName, () => Promise<{ make: Make }>>> = {
  recorded: async () => ({ make: (await import('./contenders/ours.ts')).makeRecorded }),
  ours: () => import('./contenders/ours.ts'),
  stock: () => import('./contenders/stock.ts'),
  jax: () => import('./contenders/jax.ts'),
};

const paths = {
  'tfjs-backend-wasm.wasm': plainPath,
  'tfjs-backend-wasm-simd.wasm': simdPath,
  'tfjs-backend-wasm-threaded-simd.wasm': simdPath,
};
const absolute = Object.fromEntries(
  Object.entries(paths).map(([name, path]) => [name, new URL(path, location.href).href]),
);

startCounting();
let contender: Contender | null = null;

async function obey(order: Order): Promise<Answer> {
  const startedAt = performance.now();
  if (order.kind === 'start') {
    const { make } = await makers[order.contender]();
    contender = await make(work(order.workload), { backend: order.backend, wasmPaths: absolute });
    const ms = performance.now() - startedAt;
    return { ms, threadMs: ms, loss: Number.NaN, counts: counted() };
  }
  if (contender === null) throw new Error('no contender has been started');
  const before = counted();
  for (let i = 0; i < order.steps; i++) contender.step();
  const threadMs = performance.now() - startedAt;
  const loss = await contender.loss();
  return { ms: performance.now() - startedAt, threadMs, loss, counts: perStep(before, order.steps) };
}

addEventListener('message', async ({ data }: MessageEvent<Order>) => {
  try {
    postMessage(await obey(data));
  } catch (error) {
    postMessage({ failed: error instanceof Error ? error.message : String(error) } satisfies Answer);
  }
});
