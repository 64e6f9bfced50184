// Token and position embeddings on the graphics card. The gradient adds in a fixed order instead of with atomic operations:
// the same link gives the same bits.

import { fused, read, write } from './kernel.ts';
import { perThread, threads } from './wgsl.ts';

const embed = fused('embed', ({ ids, tokens, positions }, _, gpu) => {
  const [batch, length] = ids.shape;
  const width = tokens.shape[1];
  const count = batch * length * width;
  const output = gpu.output([batch * length, width]);
  gpu.run({
    key: 'embed',
    bindings: {
      ids: read(ids, 'i32'),
      tokens: read(tokens),
      positions: read(positions),
      result: write(output),
    },
    sizes: { length, width, count },
    code: () =>
      perThread(
        'sizes.count',
        `let row = thread / sizes.width;
  let c = thread % sizes.width;
  result[thread] = tokens[u32(ids[row]) * sizes.width + c] + positions[(row % sizes.length) * sizes.width + c];`,
      ),
    workgroups: threads(count),
  });
  return [output];
});

const embedGradient = fused('embedGradient', ({ ids, dy }, { vocabulary, places }, gpu) => {
  const [batch, length] = ids.shape;
  const width = dy.shape[1];
  const [tokens, positions] = [gpu.output([vocabulary, width]), gpu.output([places, width])];
  const count = (vocabulary + places) * width;
  gpu.run({
    key: 'embedGradient',
    bindings: { ids: read(ids, 'i32'), dy: read(dy), tokens: write(tokens), positions: write(positions) },
    sizes: { batch, length, width, vocabulary, count },
    code: () =>
      perThread(
        'sizes.count',
        `let c = thread % sizes.width;
  let row = thread / sizes.width;
  var sum = 0.0;
  if (row < sizes.vocabulary) {
    for (var r = 0u; r < sizes.batch * sizes.length; r++) {
      if (u32(ids[r]) == row) { sum += dy[r * sizes.width + c]; }
    }
    tokens[thread] = sum;
  } else {
    let place = row - sizes.vocabulary;
    if (place < sizes.length) {
      for (var b = 0u; b < sizes.batch; b++) { sum += dy[(b * sizes.length + place) * sizes.width + c]; }
    }
    positions[place * sizes.width + c] = sum;
  }`,
      ),
    workgroups: threads(count),
  });
  return [tokens, positions];
});

export const embedKernels = [embed, embedGradient];
