// For tests: the processor backends in Node.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BackendName } from '../../shared/catalog/backends.ts';
import { startBackend } from './choose.ts';
import { forgetBackends } from './internals.ts';

export const wasmPaths = `${join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out')}/`;

/** Starts `name` and throws if another backend had to take its place. */
export async function useBackend(name: Extract<BackendName, 'cpu' | 'wasm'>): Promise<void> {
  forgetBackends();
  const { info } = await startBackend(name, { wasmPaths, gpu: null });
  if (info.name !== name) throw new Error(`${info.name} runs instead of ${name}: ${info.reason}`);
}
