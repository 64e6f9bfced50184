// One contender in a process of Node, on Dawn: WebGPU without a browser. scripts/bench.mjs starts it and asks.

import { createContestant } from '../../src/engine/bench/contestant.ts';
import type { Order } from '../../src/shared/bench/messages.ts';
import { makers } from './makers.ts';
import { bringDawn } from './node-gpu.ts';

await bringDawn();
const obey = createContestant(makers, { wasmPaths: {} });
process.on('message', async (order: Order) => process.send?.(await obey(order)));
