// Layer normalisation on the graphics card, and its gradients.

import { fused, read, runRows, write } from './kernel.ts';
import { perThread, threads } from './wgsl.ts';

const layerNorm = fused('layerNorm', ({ x, weight, bias }, _, gpu) => {
  const [rows, width] = x.shape;
  const [output, statistics] = [gpu.output([rows, width]), gpu.output([rows, 2])];
  runRows(gpu, {
    key: 'layerNorm',
    bindings: {
      x: read(x),
      weight: read(weight),
      bias: read(bias),
      result: write(output),
      statistics: write(statistics),
    },
    sizes: { width },
    rows,
    body: () => `let start = row * sizes.width;
  var sum = 0.0;
  for (var c = lane; c < sizes.width; c += lanes) { sum += x[start + c]; }
  let mean = total(sum, lane) / f32(sizes.width);
  var squares = 0.0;
  for (var c = lane; c < sizes.width; c += lanes) { let d = x[start + c] - mean; squares += d * d; }
  let scale = inverseSqrt(total(squares, lane) / f32(sizes.width) + 1e-5);
  for (var c = lane; c < sizes.width; c += lanes) {
    result[start + c] = (x[start + c] - mean) * scale * weight[c] + bias[c];
  }
  if (lane == 0u) { statistics[2u * row] = mean; statistics[2u * row + 1u] = scale; }`,
  });
  return [output, statistics];
});

const layerNormGradientX = fused('layerNormGradientX', ({ x, weight, statistics, dy }, _, gpu) => {
  const [rows, width] = x.shape;
  const output = gpu.output([rows, width]);
  runRows(gpu, {
    key: 'layerNormGradientX',
    bindings: {
      x: read(x),
      weight: read(weight),
      statistics: read(statistics),
      dy: read(dy),
      result: write(output),
    },
    sizes: { width },
    rows,
    body: () => `let start = row * sizes.width;
  let mean = statistics[2u * row];
  let scale = statistics[2u * row + 1u];
  var sum = 0.0;
  var along = 0.0;
  for (var c = lane; c < sizes.width; c += lanes) {
    let g = dy[start + c] * weight[c];
    sum += g;
    along += g * (x[start + c] - mean) * scale;
  }
  let meanOf = total(sum, lane) / f32(sizes.width);
  let share = total(along, lane) / f32(sizes.width);
  for (var c = lane; c < sizes.width; c += lanes) {
    let normal = (x[start + c] - mean) * scale;
    result[start + c] = scale * (dy[start + c] * weight[c] - meanOf - normal * share);
  }`,
  });
  return [output];
});

const layerNormGradientWeight = fused('layerNormGradientWeight', ({ x, statistics, dy }, _, gpu) => {
  const [rows, width] = x.shape;
  const [weight, bias] = [gpu.output([width]), gpu.output([width])];
  gpu.run({
    key: 'layerNormGradientWeight',
    bindings: {
      x: read(x),
      statistics: read(statistics),
      dy: read(dy),
      weight: write(weight),
      bias: write(bias),
    },
    sizes: { rows, width },
    code: () =>
      perThread(
        'sizes.width',
        `var scaled = 0.0;
  var plain = 0.0;
  for (var row = 0u; row < sizes.rows; row++) {
    let g = dy[row * sizes.width + thread];
    plain += g;
    scaled += g * (x[row * sizes.width + thread] - statistics[2u * row]) * statistics[2u * row + 1u];
  }
  weight[thread] = scaled;
  bias[thread] = plain;`,
      ),
    workgroups: threads(width),
  });
  return [weight, bias];
});

export const layerNormKernels = [layerNorm, layerNormGradientX, layerNormGradientWeight];
