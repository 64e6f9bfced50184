// Activation functions and their gradients, elementwise, in place where the addresses are equal. `count` need not be a
// multiple of four: the rest goes through one padded vector.

import { madd } from './simd';
import { exp4, tanh4 } from './math';

/** Numbers of the catalogue's activations, as the host names them. */
export const linear: i32 = 0;
export const relu: i32 = 1;
export const tanh: i32 = 2;
export const gelu: i32 = 3;

/** sqrt(2 / pi), and that times 0.044715. */
const c1: f32 = 0.7978845608028654;
const c3: f32 = 0.7978845608028654 * 0.044715;

/** 0.5 x (1 + tanh(c1 x + c3 x^3)), written as x / (1 + exp(-2 u)): the same, and exp alone is cheaper. */
// @ts-ignore: decorator
@inline
function gelu4(x: v128): v128 {
  const u = f32x4.mul(x, madd(f32x4.mul(x, x), f32x4.splat(c3), f32x4.splat(c1)));
  const e = exp4(f32x4.mul(u, f32x4.splat(-2)));
  return f32x4.div(x, f32x4.add(f32x4.splat(1), e));
}

/** d gelu / dx = s + 2 x s (1 - s) u', where s = sigmoid(2 u). */
// @ts-ignore: decorator
@inline
function geluSlope4(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const u = f32x4.mul(x, madd(square, f32x4.splat(c3), f32x4.splat(c1)));
  const e = exp4(f32x4.mul(u, f32x4.splat(-2)));
  const s = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), e));
  const slope = madd(square, f32x4.splat(3 * c3), f32x4.splat(c1));
  const rest = f32x4.mul(
    f32x4.mul(f32x4.splat(2), x),
    f32x4.mul(f32x4.mul(s, f32x4.sub(f32x4.splat(1), s)), slope),
  );
  return f32x4.add(s, rest);
}

// @ts-ignore: decorator
@inline
function value4(kind: i32, x: v128): v128 {
  if (kind == relu) return f32x4.pmax(x, f32x4.splat(0));
  if (kind == tanh) return tanh4(x);
  if (kind == gelu) return gelu4(x);
  return x;
}

/** The slope at x, where relu's and tanh's follow from the value y alone. */
// @ts-ignore: decorator
@inline
function slope4(kind: i32, x: v128): v128 {
  if (kind == relu) return v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.splat(1));
  if (kind == tanh) return f32x4.sub(f32x4.splat(1), f32x4.mul(x, x));
  if (kind == gelu) return geluSlope4(x);
  return f32x4.splat(1);
}

/** The first `count` (1 to 3) numbers at `at`, zeros behind them. */
// @ts-ignore: decorator
@inline
export function loadFew(at: usize, count: i32): v128 {
  let x = v128.load32_zero(at);
  if (count > 1) x = f32x4.replace_lane(x, 1, f32.load(at, 4));
  if (count > 2) x = f32x4.replace_lane(x, 2, f32.load(at, 8));
  return x;
}

// @ts-ignore: decorator
@inline
export function storeFew(at: usize, x: v128, count: i32): void {
  f32.store(at, f32x4.extract_lane(x, 0));
  if (count > 1) f32.store(at, f32x4.extract_lane(x, 1), 4);
  if (count > 2) f32.store(at, f32x4.extract_lane(x, 2), 8);
}

// @ts-ignore: decorator
@inline
function forwardLoop(kind: i32, count: i32, x: usize, y: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(y + i * 4, value4(kind, v128.load(x + i * 4)));
  if (i < count) storeFew(y + i * 4, value4(kind, loadFew(x + i * 4, count - i)), count - i);
}

// @ts-ignore: decorator
@inline
function backwardLoop(kind: i32, count: i32, x: usize, dy: usize, dx: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4)
    v128.store(dx + i * 4, f32x4.mul(v128.load(dy + i * 4), slope4(kind, v128.load(x + i * 4))));
  if (i < count) {
    const left = count - i;
    storeFew(dx + i * 4, f32x4.mul(loadFew(dy + i * 4, left), slope4(kind, loadFew(x + i * 4, left))), left);
  }
}

/** y = f(x). */
export function activate(kind: i32, count: i32, x: usize, y: usize): void {
  if (kind == relu) forwardLoop(relu, count, x, y);
  else if (kind == tanh) forwardLoop(tanh, count, x, y);
  else if (kind == gelu) forwardLoop(gelu, count, x, y);
}

/** dx = dy f'. `x` is what went into gelu, and what came out of relu or tanh. */
export function activationGradient(kind: i32, count: i32, x: usize, dy: usize, dx: usize): void {
  if (kind == relu) backwardLoop(relu, count, x, dy, dx);
  else if (kind == tanh) backwardLoop(tanh, count, x, dy, dx);
  else if (kind == gelu) backwardLoop(gelu, count, x, dy, dx);
}
