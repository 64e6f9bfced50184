// Weight quantisation: each output channel of a matrix is stored as whole numbers and one scale, symmetric around zero.
// Pure, on plain arrays; knows nothing of models or devices.

/** A matrix and which of its axes counts output channels: each channel gets a scale of its own. */
export interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
  readonly channelAxis: 0 | 1;
}

export interface Quantised {
  /** Whole numbers from -limit to limit, in the order of the weights. */
  readonly codes: Int8Array;
  /** Weight of one code step, by channel. */
  readonly scales: Float32Array;
}

/** Largest code: 127 for 8 bits, 7 for 4. The one more that two's complement has below is left out, for symmetry. */
export const largestCode = (bits: 8 | 4): number => 2 ** (bits - 1) - 1;

/** The nearest whole number; of two equally near the even one, as PyTorch and IEEE 754 round. */
function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** The nearest codes, each channel scaled so that its largest weight has the largest code. */
export function quantise(weights: Float32Array, shape: MatrixShape, bits: 8 | 4): Quantised {
  const { rows, columns, channelAxis } = shape;
  const limit = largestCode(bits);
  const channelOf = (i: number) => (channelAxis === 0 ? Math.floor(i / columns) : i % columns);
  const scales = new Float32Array(channelAxis === 0 ? rows : columns);
  weights.forEach((weight, i) => {
    const channel = channelOf(i);
    scales[channel] = Math.max(scales[channel] ?? 0, Math.abs(weight));
  });
  // A channel of zeros alone may have any scale.
  scales.forEach((largest, channel) => {
    scales[channel] = largest === 0 ? 1 : largest / limit;
  });
  const codes = Int8Array.from(weights, (weight, i) => {
    const code = roundToEven(weight / (scales[channelOf(i)] ?? 1));
    return Math.max(-limit, Math.min(limit, code));
  });
  return { codes, scales };
}

/** The weights that a quantised matrix stands for. */
export function dequantise(
  { codes, scales }: Quantised,
  { columns, channelAxis }: MatrixShape,
): Float32Array {
  return Float32Array.from(
    codes,
    (code, i) => code * (scales[channelAxis === 0 ? Math.floor(i / columns) : i % columns] ?? 0),
  );
}
