// One contender in a worker of the benchmark's page.

import plainPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simdPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import { createContestant } from '../../src/engine/bench/contestant.ts';
import type { Order } from '../../src/shared/bench/messages.ts';
import { makers } from './makers.ts';

const paths = {
  'tfjs-backend-wasm.wasm': plainPath,
  'tfjs-backend-wasm-simd.wasm': simdPath,
  'tfjs-backend-wasm-threaded-simd.wasm': simdPath,
};
const wasmPaths = Object.fromEntries(
  Object.entries(paths).map(([name, path]) => [name, new URL(path, location.href).href]),
);

const obey = createContestant(makers, { wasmPaths });
addEventListener('message', async ({ data }: MessageEvent<Order>) => postMessage(await obey(data)));
