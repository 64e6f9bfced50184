// Token and position embeddings on the graphics card. The gradient adds in a fixed order instead of with atomic operations:
// the same link gives the same bits.

import { fused, type Gpu, read, write } from './kernel.ts';
import { each, inFours, perThread, threads } from './wgsl.ts';

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

/** How much of a row one thread adds up: in software many, since each id it reads costs as much as eight sums. */
const chunkFor = (size: number, { isSoftware }: Gpu): number => (isSoftware ? Math.min(4, size) : 1);

const embedGradient = fused('embedGradient', ({ ids, dy }, { vocabulary, places }, gpu) => {
  const [batch, length] = ids.shape;
  const width = dy.shape[1];
  const { element, size } = inFours(width);
  const chunk = chunkFor(size, gpu);
  const [tokens, positions] = [gpu.output([vocabulary, width]), gpu.output([places, width])];
  const across = Math.ceil(size / chunk);
  const count = (vocabulary + places) * across;
  const sums = (line: (i: number) => string) => each(chunk, line);
  const inside = (i: number, code: string) =>
    chunk === 1 ? code : `if (c + ${i}u < sizes.size) { ${code} }`;
  gpu.run({
    key: `embedGradient ${element} ${chunk}`,
    bindings: {
      ids: read(ids, 'i32'),
      dy: read(dy, element),
      tokens: write(tokens, element),
      positions: write(positions, element),
    },
    sizes: { batch, length, size, across, vocabulary, count },
    code: () =>
      perThread(
        'sizes.count',
        `let c = (thread % sizes.across) * ${chunk}u;
  let row = thread / sizes.across;
  ${sums((i) => `var sum${i} = ${element}();`)}
  if (row < sizes.vocabulary) {
    for (var r = 0u; r < sizes.batch * sizes.length; r++) {
      if (u32(ids[r]) == row) {
        let start = r * sizes.size + c;
        ${sums((i) => inside(i, `sum${i} += dy[start + ${i}u];`))}
      }
    }
    let to = row * sizes.size + c;
    ${sums((i) => inside(i, `tokens[to + ${i}u] = sum${i};`))}
  } else {
    let place = row - sizes.vocabulary;
    if (place < sizes.length) {
      for (var b = 0u; b < sizes.batch; b++) {
        let start = (b * sizes.length + place) * sizes.size + c;
        ${sums((i) => inside(i, `sum${i} += dy[start + ${i}u];`))}
      }
    }
    let to = place * sizes.size + c;
    ${sums((i) => inside(i, `positions[to + ${i}u] = sum${i};`))}
  }`,
      ),
    workgroups: threads(count),
  });
  return [tokens, positions];
});

export const embedKernels = [embed, embedGradient];
