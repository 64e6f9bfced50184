// The benchmark's page: a worker for each contender, to be asked by scripts/bench.mjs. Shows nothing.

import type { Answer, ContenderName, Order } from '../../src/shared/bench/messages.ts';

const workers = new Map<ContenderName, Worker>();

function workerOf(contender: ContenderName): Worker {
  let worker = workers.get(contender);
  if (worker === undefined) {
    worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    workers.set(contender, worker);
  }
  return worker;
}

const ask = (contender: ContenderName, order: Order) =>
  new Promise<Answer>((resolve, reject) => {
    const worker = workerOf(contender);
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker could not be loaded'));
    worker.postMessage(order);
  });

function end(contender: ContenderName): void {
  workers.get(contender)?.terminate();
  workers.delete(contender);
}

declare global {
  interface Window {
    bench: { readonly ask: typeof ask; readonly end: typeof end };
  }
}

window.bench = { ask, end };
