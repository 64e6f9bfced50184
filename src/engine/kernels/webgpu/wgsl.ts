// Pieces of WGSL that several programs share.

/** Threads of a workgroup. */
export const groupSize = 64;
/** Workgroups in one dimension: what every device allows. */
const maxGroups = 65_535;

/** Workgroups for so many of them, in two dimensions where one is not enough. */
export const groups = (count: number): readonly [number, number] =>
  count <= maxGroups ? [count, 1] : [maxGroups, Math.ceil(count / maxGroups)];

/** Workgroups for so many threads, numbered by `thread` in a `main` made by `perThread`. */
export const threads = (count: number, size: number = groupSize): readonly [number, number] =>
  groups(Math.ceil(count / size));

/** A program of which each of `count` threads runs `body`; `count` is WGSL, `thread` its number. */
export const perThread = (
  count: string,
  body: string,
  functions = '',
  size: number = groupSize,
): string => `${functions}
@compute @workgroup_size(${size})
fn main(@builtin(global_invocation_id) global: vec3<u32>) {
  let thread = global.x + global.y * ${maxGroups * size}u;
  if (thread >= ${count}) { return; }
  ${body}
}`;

/**
 * A program of which each row is worked on by `lanes` threads, `lane` of them in step. `total(x, lane)` and `largest(x, lane)`
 * join a number of each. One lane needs no barrier, which an adapter in software pays dearly for.
 */
export const perRow = (rows: string, lanes: 1 | 64, body: string, functions = ''): string =>
  lanes === 1
    ? perThread(
        rows,
        `let row = thread; let lane = 0u;\n${body}`,
        `const lanes = 1u;
fn total(x: f32, lane: u32) -> f32 { return x; }
fn largest(x: f32, lane: u32) -> f32 { return x; }
${functions}`,
      )
    : `const lanes = ${lanes}u;
var<workgroup> shared_: array<f32, ${lanes}>;
${join('total', 'a + b')}
${join('largest', 'max(a, b)')}
${functions}
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let row = group.x + group.y * ${maxGroups}u;
  if (row >= ${rows}) { return; }
  ${body}
}`;

const join = (name: string, operation: string): string => `
fn ${name}(x: f32, lane: u32) -> f32 {
  shared_[lane] = x;
  workgroupBarrier();
  for (var step = lanes / 2u; step > 0u; step /= 2u) {
    if (lane < step) {
      let a = shared_[lane];
      let b = shared_[lane + step];
      shared_[lane] = ${operation};
    }
    workgroupBarrier();
  }
  let all = shared_[0];
  workgroupBarrier();
  return all;
}`;

/** Workgroups for `perRow`. */
export const rowGroups = (rows: number, lanes: 1 | 64): readonly [number, number] =>
  lanes === 1 ? threads(rows) : groups(rows);

/** Pieces of code for 0 to `count` - 1. */
export const list = (count: number, piece: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => piece(i));

/** The same, a line each. */
export const each = (count: number, line: (i: number) => string): string => list(count, line).join('\n');

/** A number, or four at once. */
export type Floats = 'f32' | 'vec4<f32>';

/** What `size` numbers that lie side by side are taken in, and how many of those they are. */
export const inFours = (size: number): { readonly element: Floats; readonly size: number } =>
  size % 4 === 0 ? { element: 'vec4<f32>', size: size / 4 } : { element: 'f32', size };

/** The activation functions; `gelu` in its tanh form. */
export const activationCode = (type: Floats) => ({
  relu: `fn activation(x: ${type}) -> ${type} { return max(x, ${type}()); }`,
  tanh: `fn activation(x: ${type}) -> ${type} { return tanh_(x); }`,
  gelu: `fn activation(x: ${type}) -> ${type} { return 0.5 * x * (1.0 + tanh_(0.7978845608 * (x + 0.044715 * x * x * x))); }`,
});

/** tanh written out: drivers' own overflow. */
export const tanhCode = (type: Floats) => `
fn tanh_(x: ${type}) -> ${type} {
  let e = exp(-2.0 * min(abs(x), ${type}(40.0)));
  return sign(x) * (1.0 - e) / (1.0 + e);
}`;

/** The derivative, of the activation's output, or of its input for gelu. */
export const derivativeCode = (type: Floats) => ({
  relu: `fn derivative(y: ${type}) -> ${type} { return select(${type}(), ${type}(1.0), y > ${type}()); }`,
  tanh: `fn derivative(y: ${type}) -> ${type} { return 1.0 - y * y; }`,
  gelu: `fn derivative(x: ${type}) -> ${type} {
  let t = tanh_(0.7978845608 * (x + 0.044715 * x * x * x));
  return 0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * 0.7978845608 * (1.0 + 0.134145 * x * x);
}`,
});
