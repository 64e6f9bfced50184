// Token and position embeddings on the graphics card. The gradient adds in a fixed order instead of with atomic operations:
// the same link gives the same bits.

import { fused, read, write } from './kernel.ts';
import { type Floats, groupSize, inFours, perThread, softwareGroupSize, threads } from './wgsl.ts';

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

/** A thread for each element of the result, which looks for its token among all: many threads, none waits for another. */
const byResult = (element: Floats): string => `let c = thread % sizes.size;
  let row = thread / sizes.size;
  var sum = ${element}();
  if (row < sizes.vocabulary) {
    for (var r = 0u; r < sizes.batch * sizes.length; r++) {
      if (u32(ids[r]) == row) { sum += dy[r * sizes.size + c]; }
    }
    tokens[thread] = sum;
  } else {
    let place = row - sizes.vocabulary;
    if (place < sizes.length) {
      for (var b = 0u; b < sizes.batch; b++) { sum += dy[(b * sizes.length + place) * sizes.size + c]; }
    }
    positions[place * sizes.size + c] = sum;
  }`;

/** A thread for each channel, which adds each token's gradient where it belongs: few threads, and no searching. */
const byChannel = (
  element: Floats,
): string => `for (var row = 0u; row < sizes.vocabulary; row++) { tokens[row * sizes.size + thread] = ${element}(); }
  for (var row = 0u; row < sizes.places; row++) { positions[row * sizes.size + thread] = ${element}(); }
  for (var r = 0u; r < sizes.batch * sizes.length; r++) {
    let g = dy[r * sizes.size + thread];
    tokens[u32(ids[r]) * sizes.size + thread] += g;
    positions[(r % sizes.length) * sizes.size + thread] += g;
  }`;

const embedGradient = fused('embedGradient', ({ ids, dy }, { vocabulary, places }, gpu) => {
  const [batch, length] = ids.shape;
  const width = dy.shape[1];
  const { element, size } = inFours(width);
  const [tokens, positions] = [gpu.output([vocabulary, width]), gpu.output([places, width])];
  const { isSoftware } = gpu;
  const count = isSoftware ? size : (vocabulary + places) * size;
  const perGroup = isSoftware ? softwareGroupSize : groupSize;
  gpu.run({
    key: `embedGradient ${element} ${isSoftware}`,
    bindings: {
      ids: read(ids, 'i32'),
      dy: read(dy, element),
      tokens: write(tokens, element),
      positions: write(positions, element),
    },
    sizes: { batch, length, size, vocabulary, places, count },
    code: () => perThread('sizes.count', (isSoftware ? byChannel : byResult)(element), '', perGroup),
    workgroups: threads(count, perGroup),
  });
  return [tokens, positions];
});

export const embedKernels = [embed, embedGradient];
