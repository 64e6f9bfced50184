// The compiled kernels, running on the memory of TensorFlow.js's WebAssembly backend: they read and write its tensors where
// they lie. Knows no tensor and no operation; those stand beside it, one file each.

/** Addresses, strides and sizes are in bytes, counts in numbers; address 0 stands for what is absent. See assembly/. */
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
  fillRows(rows: number, columns: number, bias: number, residual: number, out: number): void;
  addInPlace(count: number, into: number, from: number): void;
  columnSums(rows: number, columns: number, x: number, into: number): void;
  activate(kind: number, count: number, x: number, y: number): void;
  activationGradient(kind: number, count: number, x: number, dy: number, dx: number): void;
  layerNorm(
    rows: number,
    columns: number,
    x: number,
    weight: number,
    bias: number,
    epsilon: number,
    y: number,
    statistics: number,
  ): void;
  layerNormGradientX(
    rows: number,
    columns: number,
    x: number,
    weight: number,
    statistics: number,
    dy: number,
    dx: number,
  ): void;
  layerNormGradientWeight(
    rows: number,
    columns: number,
    x: number,
    statistics: number,
    dy: number,
    dWeight: number,
    dBias: number,
  ): void;
  attentionScratchBytes(length: number): number;
  attention(
    batch: number,
    heads: number,
    length: number,
    size: number,
    scale: number,
    qkv: number,
    mixed: number,
    logSums: number,
    scores: number,
    scratch: number,
  ): void;
  attentionCached(
    batch: number,
    heads: number,
    length: number,
    seen: number,
    size: number,
    scale: number,
    qkv: number,
    oldKeys: number,
    oldValues: number,
    mixed: number,
    keys: number,
    values: number,
    scores: number,
    scratch: number,
  ): void;
  attentionGradient(
    batch: number,
    heads: number,
    length: number,
    size: number,
    scale: number,
    qkv: number,
    mixed: number,
    logSums: number,
    dMixed: number,
    dQkv: number,
    scores: number,
    scratch: number,
  ): void;
  embed(
    rows: number,
    length: number,
    columns: number,
    vocabulary: number,
    ids: number,
    tokens: number,
    positions: number,
    out: number,
  ): void;
  gatherRows(rows: number, bytes: number, x: number, ids: number, out: number): void;
  segmentSum(
    rows: number,
    columns: number,
    segmentCount: number,
    x: number,
    segments: number,
    into: number,
  ): void;
  positionSum(rows: number, length: number, places: number, columns: number, x: number, into: number): void;
  logSoftmax(rows: number, columns: number, x: number, y: number): void;
  logSoftmaxGradient(rows: number, columns: number, y: number, dy: number, dx: number): void;
  objectiveScratchBytes(columns: number): number;
  objective(
    rows: number,
    columns: number,
    kind: number,
    form: number,
    logits: number,
    targets: number,
    weights: number,
    teacher: number,
    live: number,
    loss: number,
    terms: number,
    scratch: number,
  ): void;
  objectiveGradient(
    rows: number,
    columns: number,
    kind: number,
    form: number,
    logits: number,
    targets: number,
    weights: number,
    teacher: number,
    live: number,
    dy: number,
    out: number,
    scratch: number,
  ): void;
  divergence(
    rows: number,
    columns: number,
    kind: number,
    form: number,
    logits: number,
    targets: number,
    weights: number,
    teacher: number,
    live: number,
    out: number,
    scratch: number,
  ): void;
  divergenceGradient(
    rows: number,
    columns: number,
    kind: number,
    form: number,
    logits: number,
    targets: number,
    weights: number,
    teacher: number,
    live: number,
    dy: number,
    out: number,
    scratch: number,
  ): void;
  distScratchBytes(rows: number, columns: number): number;
  dist(
    rows: number,
    columns: number,
    logits: number,
    teacher: number,
    weights: number,
    live: number,
    out: number,
    scratch: number,
  ): void;
  distGradient(
    rows: number,
    columns: number,
    logits: number,
    teacher: number,
    weights: number,
    live: number,
    dy: number,
    out: number,
    scratch: number,
  ): void;
  adam(count: number, w: number, g: number, m: number, v: number, rates: number): void;
  momentum(count: number, w: number, g: number, velocity: number, rates: number): void;
  sgd(count: number, w: number, g: number, rates: number): void;
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
