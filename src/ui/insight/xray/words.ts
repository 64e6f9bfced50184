// How the X-ray writes its numbers.

/** Three digits that matter; very small and very large ones as powers of ten. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 10_000)) {
    return value.toExponential(1).replace('e+', 'e').replaceAll('-', '−');
  }
  return value.toFixed(size < 10 ? 3 : size < 100 ? 2 : 1).replace('-', '−');
}

/** What an angle between two gradients means. */
export function togetherness(cosine: number): string {
  if (Number.isNaN(cosine)) return 'no angle: a gradient is not a number';
  if (cosine > 0.7) return 'labels and teacher pull the same way';
  if (cosine > 0.2) return 'labels and teacher agree in part';
  if (cosine > -0.2) return 'each pulls its own way';
  return 'labels and teacher pull against each other';
}

/** A power of ten as short as it can be told: 0.01, 1, 1e−5. */
export const powerOfTen = (power: number): string =>
  power < -3 || power > 4 ? `1e${power}`.replace('-', '−') : String(Number(`1e${power}`));
