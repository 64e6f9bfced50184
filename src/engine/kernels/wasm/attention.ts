// Causal attention on the processor, and its gradient: in blocks, so that what is masked costs next to nothing.

import { fused } from './kernel.ts';
import type { WasmKernels } from './module.ts';

/** The numbers of a call that follow from the shapes. */
function shapeOf([rows, width]: readonly [number, number], batch: number, heads: number) {
  const length = rows / batch;
  const size = width / 3 / heads;
  return { length, size, scale: 1 / Math.sqrt(size) };
}

/** Bytes of the scores, and of them and a product's. */
function scratchBytes(kernels: WasmKernels, length: number) {
  const scores = kernels.attentionScratchBytes(length);
  return { scores, all: scores + kernels.gemmScratchBytes() };
}

const attention = fused('attention', ({ qkv }, { batch, heads }, { kernels, heap }) => {
  const { length, size, scale } = shapeOf(qkv.shape, batch, heads);
  const mixed = heap.output([batch * length, heads * size]);
  const logSums = heap.output([batch, heads, length]);
  const { scores, all } = scratchBytes(kernels, length);
  const scratch = heap.scratch(all);
  kernels.attention(
    batch,
    heads,
    length,
    size,
    scale,
    heap.address(qkv),
    heap.address(mixed),
    heap.address(logSums),
    scratch,
    scratch + scores,
  );
  return [mixed, logSums];
});

const attentionGradient = fused(
  'attentionGradient',
  ({ qkv, mixed, logSums, dy }, { batch, heads }, { kernels, heap }) => {
    const { length, size, scale } = shapeOf(qkv.shape, batch, heads);
    const gradient = heap.output(qkv.shape);
    const { scores, all } = scratchBytes(kernels, length);
    const scratch = heap.scratch(all);
    kernels.attentionGradient(
      batch,
      heads,
      length,
      size,
      scale,
      heap.address(qkv),
      heap.address(mixed),
      heap.address(logSums),
      heap.address(dy),
      heap.address(gradient),
      scratch,
      scratch + scores,
    );
    return [gradient];
  },
);

const attentionCached = fused(
  'attentionCached',
  ({ qkv, keys, values }, { batch, heads }, { kernels, heap }) => {
    const { length, size, scale } = shapeOf(qkv.shape, batch, heads);
    const seen = keys?.shape[2] ?? 0;
    const all = seen + length;
    const mixed = heap.output([batch * length, heads * size]);
    const newKeys = heap.output([batch, heads, all, size]);
    const newValues = heap.output([batch, heads, all, size]);
    const bytes = scratchBytes(kernels, all);
    const scratch = heap.scratch(bytes.all);
    kernels.attentionCached(
      batch,
      heads,
      length,
      seen,
      size,
      scale,
      heap.address(qkv),
      heap.address(keys),
      heap.address(values),
      heap.address(mixed),
      heap.address(newKeys),
      heap.address(newValues),
      scratch,
      scratch + bytes.scores,
    );
    return [mixed, newKeys, newValues];
  },
);

export const attentionKernels = [attention, attentionGradient, attentionCached];
