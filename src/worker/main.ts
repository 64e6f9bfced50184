// The worker's entry: hands each command to the session and each event to the page; in a worker that measures, each order to
// a contender. Nothing else happens here.

import plainPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simdPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import { benchmarkWorker, type Order } from '../shared/bench/messages.ts';
import type { Command, Event } from '../shared/protocol/messages.ts';
import { createKeptTiles } from './kept-tiles.ts';
import { createSession, type WorkerHost } from './session.ts';

/** The page's address: the worker's own lies one folder deeper once built. */
const corpusBase = import.meta.env.DEV ? location.origin : new URL('..', location.href);

const wasmPaths = {
  'tfjs-backend-wasm.wasm': plainPath,
  'tfjs-backend-wasm-simd.wasm': simdPath,
  // Asked for by the loader, never loaded: threads are switched off (engine/backend/internals.ts).
  'tfjs-backend-wasm-threaded-simd.wasm': simdPath,
};

const host: WorkerHost = {
  wasmPaths,
  gpu: navigator.gpu ?? null,
  tiles: createKeptTiles(),
  // The worker's file lies in assets/, the corpora beside that folder.
  corpus: async (name) => {
    const answer = await fetch(new URL(`${import.meta.env.BASE_URL}corpora/${name}.txt`, corpusBase));
    if (!answer.ok) throw new Error(`${name} could not be loaded (${answer.status})`);
    return answer.text();
  },
};

function train(): void {
  const session = createSession(host, (event: Event, transfer: ArrayBuffer[] = []) =>
    postMessage(event, { transfer }),
  );
  addEventListener('message', ({ data }: MessageEvent<Command>) => session.handle(data));
}

function measure(): void {
  const contestant = import('../engine/bench/contestant.ts').then(({ createContestant, ownMakers }) =>
    createContestant(ownMakers, { wasmPaths }),
  );
  addEventListener('message', async ({ data }: MessageEvent<Order>) =>
    postMessage(await (await contestant)(data)),
  );
}

if (self.name === benchmarkWorker) measure();
else train();
