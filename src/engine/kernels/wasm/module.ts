// The compiled kernels, running on the memory of TensorFlow.js's WebAssembly backend: they read and write its tensors where
// they lie. Knows no tensor and no operation; those stand beside it, one file each.

/** Addresses, strides and sizes are in bytes; counts are numbers. Each is described where it is written (assembly/). */
export interface WasmKernels {
  gemmScratchBytes(): number;
  gemm(
    rows: number,
    columns: number,
    depth: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    c: number,
    cRow: number,
    adds: boolean,
    scratch: number,
  ): void;
}

/**
 * A function that adds the product of two vectors to a third in one rounding: whoever accepts it has relaxed SIMD.
 * Parts: type () -> v128; one function; i8x16.splat(0) three times, f32x4.relaxed_madd.
 */
const relaxedProbe = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11],
];

/** Compiles the fastest build that this machine understands. Throws where it has no SIMD at all. */
export async function loadKernels(memory: WebAssembly.Memory): Promise<WasmKernels> {
  const hasRelaxed = WebAssembly.validate(Uint8Array.from(relaxedProbe));
  const { default: base64 } = await (hasRelaxed
    ? import('virtual:kernels/relaxed')
    : import('virtual:kernels/simd'));
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  return instance.exports as unknown as WasmKernels;
}
