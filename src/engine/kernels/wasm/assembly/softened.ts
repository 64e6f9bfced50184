// Divergences that are one sum over softened answers, `ls` and `lt` being the logarithms of the student's and the teacher's.

import { exp4, log1, log4 } from './math';
import { forwardKl, jsd, probabilityMse, reverseKl, skewKl, skewReverseKl, tvd } from './kinds';
import { add4, load4, paddedTo4, perClass } from './rows';
import { sumLanes } from './simd';

/** log((1 - share) e^a + share e^b); `logRest` and `logShare` are the logarithms of the shares. */
// @ts-ignore: decorator
@inline
function logMix4(a: v128, b: v128, logRest: v128, logShare: v128): v128 {
  const x = f32x4.add(a, logRest);
  const y = f32x4.add(b, logShare);
  const apart = f32x4.neg(f32x4.abs(f32x4.sub(x, y)));
  return f32x4.add(f32x4.pmax(x, y), log4(f32x4.add(f32x4.splat(1), exp4(apart))));
}

/** What is added up over the classes. `share` is the loss's own number, `logRest` and `logShare` as in logMix4. */
// @ts-ignore: decorator
@inline
function term4(kind: i32, ls: v128, lt: v128, share: v128, logRest: v128, logShare: v128): v128 {
  if (kind == forwardKl) return f32x4.mul(exp4(lt), f32x4.sub(lt, ls));
  if (kind == reverseKl) return f32x4.mul(exp4(ls), f32x4.sub(ls, lt));
  if (kind == jsd) {
    const lm = logMix4(ls, lt, logRest, logShare);
    const teachers = f32x4.mul(share, f32x4.mul(exp4(lt), f32x4.sub(lt, lm)));
    const rest = f32x4.sub(f32x4.splat(1), share);
    return f32x4.add(teachers, f32x4.mul(rest, f32x4.mul(exp4(ls), f32x4.sub(ls, lm))));
  }
  if (kind == skewKl) return f32x4.mul(exp4(lt), f32x4.sub(lt, logMix4(ls, lt, logRest, logShare)));
  if (kind == skewReverseKl) return f32x4.mul(exp4(ls), f32x4.sub(ls, logMix4(lt, ls, logRest, logShare)));
  const difference = f32x4.sub(exp4(ls), exp4(lt));
  if (kind == tvd) return f32x4.mul(f32x4.splat(0.5), f32x4.abs(difference));
  return f32x4.mul(difference, difference);
}

/** The derivative of a term in `ls`, less any multiple of e^ls, which log softmax takes away. */
// @ts-ignore: decorator
@inline
function pull4(kind: i32, ls: v128, lt: v128, share: v128, logRest: v128, logShare: v128): v128 {
  if (kind == forwardKl) return f32x4.neg(exp4(lt));
  const s = exp4(ls);
  if (kind == jsd) {
    const lm = logMix4(ls, lt, logRest, logShare);
    return f32x4.mul(f32x4.sub(f32x4.splat(1), share), f32x4.mul(s, f32x4.sub(ls, lm)));
  }
  if (kind == skewKl) {
    const lm = logMix4(ls, lt, logRest, logShare);
    const held = f32x4.mul(f32x4.sub(f32x4.splat(1), share), exp4(f32x4.sub(ls, lm)));
    return f32x4.neg(f32x4.mul(exp4(lt), held));
  }
  if (kind == skewReverseKl) {
    const over = f32x4.sub(ls, logMix4(lt, ls, logRest, logShare));
    return f32x4.mul(s, f32x4.sub(over, f32x4.mul(share, exp4(over))));
  }
  const t = exp4(lt);
  if (kind == tvd) {
    const half = f32x4.splat(0.5);
    const sign = f32x4.sub(v128.and(f32x4.gt(s, t), half), v128.and(f32x4.lt(s, t), half));
    return f32x4.mul(sign, s);
  }
  return f32x4.mul(f32x4.splat(2), f32x4.mul(f32x4.sub(s, t), s));
}

// @ts-ignore: decorator
@inline
function sumTerms(kind: i32, padded: i32, ls: usize, lt: usize, share: f32): f32 {
  const share4 = f32x4.splat(share);
  const logRest = f32x4.splat(log1(1 - share));
  const logShare = f32x4.splat(log1(share));
  let sums = f32x4.splat(0);
  for (let i = 0; i < padded; i += 4)
    sums = f32x4.add(sums, term4(kind, load4(ls, i), load4(lt, i), share4, logRest, logShare));
  return sumLanes(sums);
}

/** into += factor (pull - e^ls sum of pulls). */
// @ts-ignore: decorator
@inline
function addPulls(kind: i32, columns: i32, ls: usize, lt: usize, share: f32, factor: f32, into: usize): void {
  const padded = paddedTo4(columns);
  const share4 = f32x4.splat(share);
  const logRest = f32x4.splat(log1(1 - share));
  const logShare = f32x4.splat(log1(share));
  let pulls = f32x4.splat(-1);
  if (kind != forwardKl) {
    let sums = f32x4.splat(0);
    for (let i = 0; i < padded; i += 4)
      sums = f32x4.add(sums, pull4(kind, load4(ls, i), load4(lt, i), share4, logRest, logShare));
    pulls = f32x4.splat(sumLanes(sums));
  }
  for (let i = 0; i < padded; i += 4) {
    const own = load4(ls, i);
    const pull = pull4(kind, own, load4(lt, i), share4, logRest, logShare);
    const change = f32x4.sub(pull, f32x4.mul(exp4(own), pulls));
    add4(columns, i, f32x4.mul(change, f32x4.splat(factor)), into);
  }
}

/** into += factor e^ls (ls - lt - KL(s || t)). */
function addReverseKl(columns: i32, ls: usize, lt: usize, factor: f32, into: usize): void {
  const padded = paddedTo4(columns);
  const mean = f32x4.splat(sumTerms(reverseKl, padded, ls, lt, 0.5));
  for (let i = 0; i < padded; i += 4) {
    const own = load4(ls, i);
    const centred = f32x4.sub(f32x4.sub(own, load4(lt, i)), mean);
    add4(columns, i, f32x4.mul(f32x4.mul(exp4(own), centred), f32x4.splat(factor)), into);
  }
}

/** The share that a divergence mixes by; any where it does not. */
// @ts-ignore: decorator
@inline
export function shareOf(kind: i32, live: usize): f32 {
  return kind == jsd || kind == skewKl || kind == skewReverseKl ? f32.load(live, 20) : <f32>0.5;
}

/** What the sum of the terms is multiplied by. */
export function timesOf(kind: i32, form: i32, columns: i32, live: usize): f32 {
  const factor = f32.load(live, 4);
  if (kind == jsd) {
    const beta = f32.load(live, 20);
    return factor * (1 + f32.load(live, 24) * (<f32>1 / (beta * (1 - beta)) - 1));
  }
  return factor * perClass(form, columns);
}

export function sumOf(kind: i32, padded: i32, ls: usize, lt: usize, share: f32): f32 {
  if (kind == forwardKl) return sumTerms(forwardKl, padded, ls, lt, share);
  if (kind == reverseKl) return sumTerms(reverseKl, padded, ls, lt, share);
  if (kind == jsd) return sumTerms(jsd, padded, ls, lt, share);
  if (kind == skewKl) return sumTerms(skewKl, padded, ls, lt, share);
  if (kind == skewReverseKl) return sumTerms(skewReverseKl, padded, ls, lt, share);
  if (kind == tvd) return sumTerms(tvd, padded, ls, lt, share);
  return sumTerms(probabilityMse, padded, ls, lt, share);
}

export function addGradient(kind: i32, columns: i32, ls: usize, lt: usize, share: f32, factor: f32, into: usize): void {
  if (kind == forwardKl) addPulls(forwardKl, columns, ls, lt, share, factor, into);
  else if (kind == reverseKl) addReverseKl(columns, ls, lt, factor, into);
  else if (kind == jsd) addPulls(jsd, columns, ls, lt, share, factor, into);
  else if (kind == skewKl) addPulls(skewKl, columns, ls, lt, share, factor, into);
  else if (kind == skewReverseKl) addPulls(skewReverseKl, columns, ls, lt, share, factor, into);
  else if (kind == tvd) addPulls(tvd, columns, ls, lt, share, factor, into);
  else addPulls(probabilityMse, columns, ls, lt, share, factor, into);
}
