import type { Plugin } from 'vite';

export function kernelBytes(variant: 'simd' | 'relaxed'): Promise<Buffer>;
export function wasmKernels(): Plugin;
