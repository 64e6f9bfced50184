// The few vector helpers that all kernels share. AssemblyScript, compiled by scripts/kernels.mjs; no memory of its own.

/** a b + c: one instruction where relaxed SIMD is compiled in, two elsewhere. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The sum of the four lanes, always in the same order. */
// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  const pairs = f32x4.add(x, i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}
