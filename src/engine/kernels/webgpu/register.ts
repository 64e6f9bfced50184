// Hands the graphics card's kernels to TensorFlow.js. Adding one = a file beside this one and a row here.

import * as tf from '../../tf.ts';
import { attentionKernels } from './attention.ts';
import { cachedAttentionKernels } from './attention-cached.ts';
import { denseKernels } from './dense.ts';
import { distKernels } from './dist.ts';
import { dropoutKernels } from './dropout.ts';
import { embedKernels } from './embed.ts';
import type { Gpu, GpuKernel } from './kernel.ts';
import { layerNormKernels } from './layer-norm.ts';
import { objectiveKernels } from './objective.ts';
import { updateKernels } from './update.ts';
import { windowsKernels } from './windows.ts';

const kernels: readonly GpuKernel[] = [
  ...denseKernels,
  ...layerNormKernels,
  ...attentionKernels,
  ...cachedAttentionKernels,
  ...embedKernels,
  ...dropoutKernels,
  ...objectiveKernels,
  ...distKernels,
  ...updateKernels,
  ...windowsKernels,
];

/** The backend may be started anew, on another device; kernels stay registered and ask here. */
let running: Gpu | null = null;

/** The device that kernels run on. */
export function runningGpu(): Gpu {
  if (running === null)
    throw new Error('the kernels of the graphics card are used before their backend runs');
  return running;
}

/** To be called each time the webgpu backend has started. */
export function registerGpuKernels(gpu: Gpu): void {
  const isFirst = running === null;
  running = gpu;
  if (!isFirst) return;
  for (const { name, run } of kernels) {
    tf.registerKernel({
      kernelName: name,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, attrs }) => run(inputs, attrs, runningGpu()),
    });
  }
}
