// Windows cut from a text on the graphics card: what a step needs from the host is where they begin.

import { fused, read, write } from './kernel.ts';
import { perThread, threads } from './wgsl.ts';

const windows = fused('windows', ({ text, cuts }, { length }, gpu) => {
  const [batch] = cuts.shape;
  const count = batch * length;
  const [ids, next] = [gpu.output([batch, length], 'int32'), gpu.output([count], 'int32')];
  const weights = gpu.output([count]);
  gpu.run({
    key: 'windows',
    bindings: {
      text: read(text, 'i32'),
      cuts: read(cuts, 'i32'),
      ids: { ...write(ids), element: 'i32' },
      next: { ...write(next), element: 'i32' },
      weights: write(weights),
    },
    sizes: { batch, length, count },
    code: () =>
      perThread(
        'sizes.count',
        `let row = thread / sizes.length;
  let place = i32(thread % sizes.length);
  let begin = cuts[3u * row] + place;
  ids[thread] = text[begin];
  next[thread] = text[begin + 1];
  var counted = 0;
  for (var r = 0u; r < sizes.batch; r++) { counted += cuts[3u * r + 2u] - cuts[3u * r + 1u]; }
  let counts = place >= cuts[3u * row + 1u] && place < cuts[3u * row + 2u];
  weights[thread] = select(0.0, 1.0 / f32(max(counted, 1)), counts);`,
      ),
    workgroups: threads(count),
  });
  return [ids, next, weights];
});

export const windowsKernels = [windows];
