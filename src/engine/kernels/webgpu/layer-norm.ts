// Layer normalisation on the graphics card, and its gradients.

import { fused, read, runRows, write } from './kernel.ts';
import { flat, inFours, perThread, threads } from './wgsl.ts';

const layerNorm = fused('layerNorm', ({ x, weight, bias }, _, gpu) => {
  const [rows, width] = x.shape;
  const [output, statistics] = [gpu.output([rows, width]), gpu.output([rows, 2])];
  const { element, size } = inFours(width);
  runRows(gpu, {
    key: `layerNorm ${element}`,
    bindings: {
      x: read(x, element),
      weight: read(weight, element),
      bias: read(bias, element),
      result: write(output, element),
      statistics: write(statistics),
    },
    sizes: { width, size },
    rows,
    body: () => `let start = row * sizes.size;
  var sum = ${element}();
  for (var c = lane; c < sizes.size; c += lanes) { sum += x[start + c]; }
  let mean = total(${flat(element, 'sum')}, lane) / f32(sizes.width);
  var squares = ${element}();
  for (var c = lane; c < sizes.size; c += lanes) { let d = x[start + c] - mean; squares += d * d; }
  let scale = inverseSqrt(total(${flat(element, 'squares')}, lane) / f32(sizes.width) + 1e-5);
  for (var c = lane; c < sizes.size; c += lanes) {
    result[start + c] = (x[start + c] - mean) * scale * weight[c] + bias[c];
  }
  if (lane == 0u) { statistics[2u * row] = mean; statistics[2u * row + 1u] = scale; }`,
  });
  return [output, statistics];
});

const layerNormGradientX = fused('layerNormGradientX', ({ x, weight, statistics, dy }, _, gpu) => {
  const [rows, width] = x.shape;
  const output = gpu.output([rows, width]);
  const { element, size } = inFours(width);
  runRows(gpu, {
    key: `layerNormGradientX ${element}`,
    bindings: {
      x: read(x, element),
      weight: read(weight, element),
      statistics: read(statistics),
      dy: read(dy, element),
      result: write(output, element),
    },
    sizes: { width, size },
    rows,
    body: () => `let start = row * sizes.size;
  let mean = statistics[2u * row];
  let scale = statistics[2u * row + 1u];
  var sum = ${element}();
  var along = ${element}();
  for (var c = lane; c < sizes.size; c += lanes) {
    let g = dy[start + c] * weight[c];
    sum += g;
    along += g * (x[start + c] - mean) * scale;
  }
  let meanOf = total(${flat(element, 'sum')}, lane) / f32(sizes.width);
  let share = total(${flat(element, 'along')}, lane) / f32(sizes.width);
  for (var c = lane; c < sizes.size; c += lanes) {
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
