// Dropout on the graphics card: each thread draws its own bits, from the update's random word, the mask's number and its place.

import { dropsBelow, keptScale } from '../../noise.ts';
import { fused, read, write } from './kernel.ts';
import { perThread, threads } from './wgsl.ts';

const mixCode = `
fn mix_(x: u32) -> u32 {
  var bits = x ^ (x >> 16u);
  bits *= 0x7feb352du;
  bits ^= bits >> 15u;
  bits *= 0x846ca68bu;
  return bits ^ (bits >> 16u);
}`;

const dropout = fused('dropout', ({ x, key }, { share, mask }, gpu) => {
  const output = gpu.output(x.shape);
  gpu.run({
    key: `dropout ${share}`,
    bindings: { x: read(x), word: read(key, 'i32'), result: write(output) },
    sizes: { count: x.size, mask },
    code: () =>
      perThread(
        'sizes.count',
        `let bits = mix_(mix_(thread) + mix_(u32(word[0]) + sizes.mask * 0x9e3779b9u));
  result[thread] = select(0.0, x[thread] * ${keptScale(share)}, bits >= ${dropsBelow(share)}u);`,
        mixCode,
      ),
    workgroups: threads(x.size),
  });
  return [output];
});

export const dropoutKernels = [dropout];
