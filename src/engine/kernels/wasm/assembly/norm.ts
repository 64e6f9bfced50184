// Layer normalisation over rows of `columns` numbers, and its gradient.

import { madd, sumLanes } from './simd';

/** y = (x - mean) / sqrt(variance + epsilon) * weight + bias; keeps mean and 1 / deviation of each row in statistics[rows, 2]. */
export function layerNorm(
  rows: i32,
  columns: i32,
  x: usize,
  weight: usize,
  bias: usize,
  epsilon: f32,
  y: usize,
  statistics: usize,
): void {
  const whole = columns & ~3;
  for (let r = 0; r < rows; r++) {
    let sums = f32x4.splat(0);
    for (let i = 0; i < whole; i += 4) sums = f32x4.add(sums, v128.load(x + i * 4));
    let sum = sumLanes(sums);
    for (let i = whole; i < columns; i++) sum += f32.load(x + i * 4);
    const mean = sum / <f32>columns;
    const mean4 = f32x4.splat(mean);
    sums = f32x4.splat(0);
    for (let i = 0; i < whole; i += 4) {
      const centred = f32x4.sub(v128.load(x + i * 4), mean4);
      sums = madd(centred, centred, sums);
    }
    sum = sumLanes(sums);
    for (let i = whole; i < columns; i++) {
      const centred = f32.load(x + i * 4) - mean;
      sum += centred * centred;
    }
    const scale = <f32>1 / sqrt(sum / <f32>columns + epsilon);
    const scale4 = f32x4.splat(scale);
    for (let i = 0; i < whole; i += 4) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + i * 4), mean4), scale4);
      v128.store(y + i * 4, madd(normal, v128.load(weight + i * 4), v128.load(bias + i * 4)));
    }
    for (let i = whole; i < columns; i++) {
      const normal = (f32.load(x + i * 4) - mean) * scale;
      f32.store(y + i * 4, normal * f32.load(weight + i * 4) + f32.load(bias + i * 4));
    }
    f32.store(statistics + r * 8, mean);
    f32.store(statistics + r * 8, scale, 4);
    x += columns * 4;
    y += columns * 4;
  }
}

/** With n = (x - mean) scale and g = dy weight: dx = scale (g - mean(g) - n mean(g n)). */
export function layerNormGradientX(
  rows: i32,
  columns: i32,
  x: usize,
  weight: usize,
  statistics: usize,
  dy: usize,
  dx: usize,
): void {
  const whole = columns & ~3;
  for (let r = 0; r < rows; r++) {
    const mean = f32.load(statistics + r * 8);
    const scale = f32.load(statistics + r * 8, 4);
    const mean4 = f32x4.splat(mean);
    const scale4 = f32x4.splat(scale);
    let sums = f32x4.splat(0);
    let products = f32x4.splat(0);
    for (let i = 0; i < whole; i += 4) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + i * 4), mean4), scale4);
      const g = f32x4.mul(v128.load(dy + i * 4), v128.load(weight + i * 4));
      sums = f32x4.add(sums, g);
      products = madd(g, normal, products);
    }
    let sum = sumLanes(sums);
    let product = sumLanes(products);
    for (let i = whole; i < columns; i++) {
      const g = f32.load(dy + i * 4) * f32.load(weight + i * 4);
      sum += g;
      product += g * ((f32.load(x + i * 4) - mean) * scale);
    }
    sum /= <f32>columns;
    product /= <f32>columns;
    const sum4 = f32x4.splat(sum);
    const product4 = f32x4.splat(product);
    for (let i = 0; i < whole; i += 4) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + i * 4), mean4), scale4);
      const g = f32x4.mul(v128.load(dy + i * 4), v128.load(weight + i * 4));
      const rest = f32x4.sub(f32x4.sub(g, sum4), f32x4.mul(normal, product4));
      v128.store(dx + i * 4, f32x4.mul(scale4, rest));
    }
    for (let i = whole; i < columns; i++) {
      const normal = (f32.load(x + i * 4) - mean) * scale;
      const g = f32.load(dy + i * 4) * f32.load(weight + i * 4);
      f32.store(dx + i * 4, scale * (g - sum - normal * product));
    }
    x += columns * 4;
    dy += columns * 4;
    dx += columns * 4;
  }
}

/** dWeight = the sum of dy n and dBias = the sum of dy over the rows, in their order. */
export function layerNormGradientWeight(
  rows: i32,
  columns: i32,
  x: usize,
  statistics: usize,
  dy: usize,
  dWeight: usize,
  dBias: usize,
): void {
  const whole = columns & ~3;
  memory.fill(dWeight, 0, columns * 4);
  memory.fill(dBias, 0, columns * 4);
  for (let r = 0; r < rows; r++) {
    const mean = f32.load(statistics + r * 8);
    const scale = f32.load(statistics + r * 8, 4);
    const mean4 = f32x4.splat(mean);
    const scale4 = f32x4.splat(scale);
    for (let i = 0; i < whole; i += 4) {
      const up = v128.load(dy + i * 4);
      const normal = f32x4.mul(f32x4.sub(v128.load(x + i * 4), mean4), scale4);
      v128.store(dWeight + i * 4, madd(up, normal, v128.load(dWeight + i * 4)));
      v128.store(dBias + i * 4, f32x4.add(up, v128.load(dBias + i * 4)));
    }
    for (let i = whole; i < columns; i++) {
      const up = f32.load(dy + i * 4);
      const normal = (f32.load(x + i * 4) - mean) * scale;
      f32.store(dWeight + i * 4, f32.load(dWeight + i * 4) + up * normal);
      f32.store(dBias + i * 4, f32.load(dBias + i * 4) + up);
    }
    x += columns * 4;
    dy += columns * 4;
  }
}
