// What repeated measurements say: mean, standard deviation, and the confidence interval of the mean by Student's t.
// Plain numbers; knows nothing of runs, lanes or units.

export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1 below the fraction); NaN for fewer than two values. */
  readonly deviation: number;
  /** 95 % confidence interval of the mean, Student's t with n - 1 degrees of freedom; NaN for fewer than two values. */
  readonly interval: readonly [low: number, high: number];
}

export const confidence = 0.95;

/** P(|t| <= value) for a whole number of degrees of freedom: the finite sums of Abramowitz & Stegun 26.7.3 and 26.7.4. */
export function studentTWithin(value: number, degrees: number): number {
  const angle = Math.atan(value / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= degrees - 2; power += 2) {
    term *= (cosine * cosine * (power - 1)) / power;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/** The t that P(|t| <= it) = `share`, by bisection; `degrees` is a whole number from 1 on. */
export function studentT(share: number, degrees: number): number {
  let [low, high] = [0, 1];
  while (studentTWithin(high, degrees) < share) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (studentTWithin(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return high;
}

/** The two-sided factor for `confidence`, by degrees of freedom: bands ask for it at every step. */
const factors = new Map<number, number>();
function factor(degrees: number): number {
  const known = factors.get(degrees) ?? studentT(confidence, degrees);
  factors.set(degrees, known);
  return known;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean, standard deviation and interval of independent measurements; all NaN for none. */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  const mean = meanOf(values);
  if (count < 2) return { count, mean, deviation: Number.NaN, interval: [Number.NaN, Number.NaN] };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (count - 1));
  const half = (factor(count - 1) * deviation) / Math.sqrt(count);
  return { count, mean, deviation, interval: [mean - half, mean + half] };
}

/** Whether the interval holds zero: what was measured is then no proof of any difference. */
export const holdsZero = ({ interval: [low, high] }: Spread): boolean => low <= 0 && high >= 0;

/** Middle value, and the value that 95 of 100 do not exceed (nearest rank); NaN for none. */
export function percentiles(values: readonly number[]): { readonly median: number; readonly p95: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  const [below, above] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return { median: ((below ?? Number.NaN) + (above ?? Number.NaN)) / 2, p95: at(0.95) };
}
