// Hands the processor's kernels to TensorFlow.js. Adding one = its code in assembly/, its line in WasmKernels, a file beside
// this one and a row here.

import * as tf from '../../tf.ts';
import { attentionKernels } from './attention.ts';
import { denseKernels } from './dense.ts';
import { embedKernels } from './embed.ts';
import type { WasmHeap, WasmKernel, WasmRuntime } from './kernel.ts';
import { layerNormKernels } from './layer-norm.ts';
import { matMul } from './matmul.ts';
import { loadKernels } from './module.ts';
import { objectiveKernels } from './objective.ts';
import { unsortedSegmentSum } from './segment-sum.ts';
import { gather, identity } from './share.ts';
import { updateKernels } from './update.ts';

const kernels: readonly WasmKernel[] = [
  matMul,
  unsortedSegmentSum,
  identity,
  gather,
  ...denseKernels,
  ...layerNormKernels,
  ...attentionKernels,
  ...embedKernels,
  ...objectiveKernels,
  ...updateKernels,
];

/** The backend may be started anew, on another memory; kernels stay registered and ask here. */
let running: WasmRuntime | null = null;

function runtime(): WasmRuntime {
  if (running === null) throw new Error('the WebAssembly kernels are used before their backend runs');
  return running;
}

/** To be called each time the wasm backend has started. */
export async function registerWasmKernels(memory: WebAssembly.Memory, heap: WasmHeap): Promise<void> {
  const isFirst = running === null;
  running = { kernels: await loadKernels(memory), heap };
  if (!isFirst) return;
  for (const { name, run } of kernels) {
    const stock = tf.getKernel(name, 'wasm');
    if (stock !== undefined) tf.unregisterKernel(name, 'wasm');
    tf.registerKernel({
      ...stock,
      kernelName: name,
      backendName: 'wasm',
      kernelFunc(call) {
        const output = run(call.inputs, call.attrs, runtime()) ?? stock?.kernelFunc(call);
        if (output === undefined) throw new Error(`${name} cannot do that on this backend`);
        return output;
      },
    });
  }
}
