// exp, tanh and log by polynomials, four at a time, to about one unit in the last place. Coefficients: Cephes Math Library
// (Moshier 1989), single precision. The standard library's own keep tables in memory, which kernels may not.

import { madd } from './simd';

/** Added to a number below 2^22 it leaves no room for digits behind the point: the whole number stands in the lowest bits. */
const rounding: f32 = 12582912; // 1.5 * 2^23

/**
 * exp(x), for x up to 88; 0 below -87.3; NaN stays NaN, which pmin and pmax let through in their first operand (min and max
 * would too, at several times the instructions).
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(88)), f32x4.splat(-87.3));
  const shifted = madd(clamped, f32x4.splat(1.44269504088896341), f32x4.splat(rounding));
  const n = f32x4.sub(shifted, f32x4.splat(rounding));
  let r = madd(n, f32x4.splat(-0.693359375), clamped);
  r = madd(n, f32x4.splat(2.1219444e-4), r);
  let p = madd(f32x4.splat(1.98756915e-4), r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = madd(f32x4.mul(p, r), r, f32x4.add(r, f32x4.splat(1)));
  // Times 2^n: n added to the exponent. A NaN stays one but for its sign, whatever is added.
  const y = v128.bitselect(x, i32x4.add(p, i32x4.shl(shifted, 23)), f32x4.ne(x, x));
  return v128.andnot(y, f32x4.lt(x, f32x4.splat(-87.3)));
}

/** exp(x) of one number. */
// @ts-ignore: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/** tanh(x). */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  // Far from 0: (1 - e) / (1 + e) with e = exp(-2 |x|). Close to 0 that would lose digits.
  const e = exp4(f32x4.mul(size, f32x4.splat(-2)));
  const far = f32x4.div(f32x4.sub(f32x4.splat(1), e), f32x4.add(f32x4.splat(1), e));
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)));
  const square = f32x4.mul(x, x);
  let p = madd(f32x4.splat(-5.70498872745e-3), square, f32x4.splat(2.06390887954e-2));
  p = madd(p, square, f32x4.splat(-5.37397155531e-2));
  p = madd(p, square, f32x4.splat(1.33314422036e-1));
  p = madd(p, square, f32x4.splat(-3.33332819422e-1));
  const near = madd(f32x4.mul(p, square), x, x);
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

/** The natural logarithm of a positive, normal number. */
export function log1(x: f32): f32 {
  const bits = reinterpret<u32>(x);
  let exponent = <f32>(<i32>(bits >> 23) - 126);
  let m = reinterpret<f32>((bits & 0x007fffff) | 0x3f000000); // in [0.5, 1)
  if (m < <f32>0.70710678) {
    exponent -= 1;
    m = m + m - 1;
  } else {
    m = m - 1;
  }
  const square = m * m;
  let p: f32 = 7.0376836292e-2;
  p = p * m - <f32>1.151461031e-1;
  p = p * m + <f32>1.167699874e-1;
  p = p * m - <f32>1.2420140846e-1;
  p = p * m + <f32>1.4249322787e-1;
  p = p * m - <f32>1.6668057665e-1;
  p = p * m + <f32>2.0000714765e-1;
  p = p * m - <f32>2.4999993993e-1;
  p = p * m + <f32>3.3333331174e-1;
  let y = m * square * p;
  y = y + exponent * <f32>-2.1219444e-4;
  y = y - <f32>0.5 * square;
  return m + y + exponent * <f32>0.693359375;
}

/** The natural logarithms of positive, normal numbers. */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const half = mantissa4(x);
  const isLow = f32x4.lt(half, f32x4.splat(0.70710678));
  const shifted = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126));
  const exponent = f32x4.sub(f32x4.convert_i32x4_s(shifted), v128.and(isLow, f32x4.splat(1)));
  const m = f32x4.sub(f32x4.add(half, v128.and(isLow, half)), f32x4.splat(1));
  const square = f32x4.mul(m, m);
  let p = madd(f32x4.splat(7.0376836292e-2), m, f32x4.splat(-1.151461031e-1));
  p = madd(p, m, f32x4.splat(1.167699874e-1));
  p = madd(p, m, f32x4.splat(-1.2420140846e-1));
  p = madd(p, m, f32x4.splat(1.4249322787e-1));
  p = madd(p, m, f32x4.splat(-1.6668057665e-1));
  p = madd(p, m, f32x4.splat(2.0000714765e-1));
  p = madd(p, m, f32x4.splat(-2.4999993993e-1));
  p = madd(p, m, f32x4.splat(3.3333331174e-1));
  let y = f32x4.mul(f32x4.mul(m, square), p);
  y = madd(exponent, f32x4.splat(-2.1219444e-4), y);
  y = madd(square, f32x4.splat(-0.5), y);
  return madd(exponent, f32x4.splat(0.693359375), f32x4.add(m, y));
}

/** x brought to between 0.5 and 1 by a power of two. */
// @ts-ignore: decorator
@inline
function mantissa4(x: v128): v128 {
  return v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
}
