// Layer normalisation on the processor, and its gradients.

import { fused } from './kernel.ts';

/** As the composed operation's (ops/layer-norm.ts). */
const epsilon = 1e-5;

const layerNorm = fused('layerNorm', ({ x, weight, bias }, _attributes, { kernels, heap }) => {
  const [rows, columns] = x.shape;
  const [output, statistics] = [heap.output([rows, columns]), heap.output([rows, 2])];
  kernels.layerNorm(
    rows,
    columns,
    heap.address(x),
    heap.address(weight),
    heap.address(bias),
    epsilon,
    heap.address(output),
    heap.address(statistics),
  );
  return [output, statistics];
});

const layerNormGradientX = fused(
  'layerNormGradientX',
  ({ x, weight, statistics, dy }, _attributes, { kernels, heap }) => {
    const [rows, columns] = x.shape;
    const dx = heap.output([rows, columns]);
    kernels.layerNormGradientX(
      rows,
      columns,
      heap.address(x),
      heap.address(weight),
      heap.address(statistics),
      heap.address(dy),
      heap.address(dx),
    );
    return [dx];
  },
);

const layerNormGradientWeight = fused(
  'layerNormGradientWeight',
  ({ x, statistics, dy }, _attributes, { kernels, heap }) => {
    const [rows, columns] = x.shape;
    const [weight, bias] = [heap.output([columns]), heap.output([columns])];
    kernels.layerNormGradientWeight(
      rows,
      columns,
      heap.address(x),
      heap.address(statistics),
      heap.address(dy),
      heap.address(weight),
      heap.address(bias),
    );
    return [weight, bias];
  },
);

export const layerNormKernels = [layerNorm, layerNormGradientX, layerNormGradientWeight];
