// WebGPU in Node, through Dawn: only where somebody has installed the npm package `webgpu` beside the playground.

import { ArgumentError } from './args.ts';

interface Dawn {
  create(options: string[]): GPU;
  globals: object;
}

/** The GPU, or null where there is no Dawn. Throws an ArgumentError when it was asked for by name. */
export async function nodeGpu(required: boolean): Promise<GPU | null> {
  const name = 'webgpu';
  try {
    const { create, globals } = (await import(name)) as Dawn;
    Object.assign(globalThis, globals);
    const gpu = create([]);
    // TensorFlow.js looks for it here.
    Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
    return gpu;
  } catch {
    if (required)
      throw new ArgumentError('--backend webgpu needs Dawn: run "npm install --no-save webgpu" first.');
    return null;
  }
}
