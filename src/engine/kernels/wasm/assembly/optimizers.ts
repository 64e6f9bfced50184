// The optimisers' updates of one variable, in place. Formulas, constants and the order of `rates`: engine/optim/optimizer.ts.
// Each loop runs over whole vectors and then over what is left, with the same operations in the same order.

import { madd } from './simd';

const beta1: f32 = 0.9;
const beta2: f32 = 0.999;
// Written out: a difference of 32-bit numbers would be off in the fifth digit.
const rest1: f32 = 0.1;
const rest2: f32 = 0.001;
const epsilon: f32 = 1e-8;
const decay: f32 = 0.9;

/** m = beta1 m + rest1 g; v = beta2 v + rest2 g^2; w = kept w - stepSize m / (sqrt(v) root + epsilon). rates: stepSize, root, kept. */
export function adam(count: i32, w: usize, g: usize, m: usize, v: usize, rates: usize): void {
  const whole = count & ~3;
  const stepSize = f32.load(rates);
  const root = f32.load(rates, 4);
  const kept = f32.load(rates, 8);
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const r1 = f32x4.splat(rest1);
  const r2 = f32x4.splat(rest2);
  const step4 = f32x4.splat(stepSize);
  const root4 = f32x4.splat(root);
  const epsilon4 = f32x4.splat(epsilon);
  const kept4 = f32x4.splat(kept);
  for (let i = 0; i < whole; i += 4) {
    const at = <usize>(i * 4);
    const gradient = v128.load(g + at);
    const first = madd(v128.load(m + at), b1, f32x4.mul(gradient, r1));
    const second = madd(v128.load(v + at), b2, f32x4.mul(f32x4.mul(gradient, gradient), r2));
    v128.store(m + at, first);
    v128.store(v + at, second);
    const change = f32x4.div(first, madd(f32x4.sqrt(second), root4, epsilon4));
    v128.store(w + at, f32x4.sub(f32x4.mul(v128.load(w + at), kept4), f32x4.mul(change, step4)));
  }
  for (let i = whole; i < count; i++) {
    const at = <usize>(i * 4);
    const gradient = f32.load(g + at);
    const first = f32.load(m + at) * beta1 + gradient * rest1;
    const second = f32.load(v + at) * beta2 + gradient * gradient * rest2;
    f32.store(m + at, first);
    f32.store(v + at, second);
    f32.store(w + at, f32.load(w + at) * kept - (first / (sqrt(second) * root + epsilon)) * stepSize);
  }
}

/** velocity = decay velocity + g; w -= rates[0] velocity. */
export function momentum(count: i32, w: usize, g: usize, velocity: usize, rates: usize): void {
  const whole = count & ~3;
  const rate = f32.load(rates);
  const decay4 = f32x4.splat(decay);
  const rate4 = f32x4.splat(rate);
  for (let i = 0; i < whole; i += 4) {
    const at = <usize>(i * 4);
    const speed = madd(v128.load(velocity + at), decay4, v128.load(g + at));
    v128.store(velocity + at, speed);
    v128.store(w + at, f32x4.sub(v128.load(w + at), f32x4.mul(speed, rate4)));
  }
  for (let i = whole; i < count; i++) {
    const at = <usize>(i * 4);
    const speed = f32.load(velocity + at) * decay + f32.load(g + at);
    f32.store(velocity + at, speed);
    f32.store(w + at, f32.load(w + at) - speed * rate);
  }
}

/** w -= rates[0] g. */
export function sgd(count: i32, w: usize, g: usize, rates: usize): void {
  const whole = count & ~3;
  const rate = f32.load(rates);
  const rate4 = f32x4.splat(rate);
  for (let i = 0; i < whole; i += 4) {
    const at = <usize>(i * 4);
    v128.store(w + at, f32x4.sub(v128.load(w + at), f32x4.mul(v128.load(g + at), rate4)));
  }
  for (let i = whole; i < count; i++) {
    const at = <usize>(i * 4);
    f32.store(w + at, f32.load(w + at) - f32.load(g + at) * rate);
  }
}
