// Token and position embeddings on the processor, and their gradient, summed in the order of the rows.

import { fused } from './kernel.ts';

const embed = fused('embed', ({ ids, tokens, positions }, _attributes, { kernels, heap }) => {
  const [batch, length] = ids.shape;
  const [vocabulary, columns] = tokens.shape;
  const output = heap.output([batch * length, columns]);
  kernels.embed(
    batch * length,
    length,
    columns,
    vocabulary,
    heap.address(ids),
    heap.address(tokens),
    heap.address(positions),
    heap.address(output),
  );
  return [output];
});

const embedGradient = fused('embedGradient', ({ ids, dy }, { vocabulary, places }, { kernels, heap }) => {
  const [rows, columns] = dy.shape;
  const length = ids.shape[1];
  const [tokens, positions] = [heap.output([vocabulary, columns]), heap.output([places, columns])];
  const up = heap.address(dy);
  kernels.segmentSum(rows, columns, vocabulary, up, heap.address(ids), heap.address(tokens));
  kernels.positionSum(rows, length, places, columns, up, heap.address(positions));
  return [tokens, positions];
});

export const embedKernels = [embed, embedGradient];
