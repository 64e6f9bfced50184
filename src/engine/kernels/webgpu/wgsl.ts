// Pieces of WGSL that several programs share.

/** Threads of a workgroup. */
export const groupSize = 64;
/** In software: small, so that a program of few threads still has a group for each core. */
export const softwareGroupSize = 16;
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
 * Who works on a row: a thread, or 64 of them, which join their sums in shared memory, or first, `subgroup` at a time, without
 * any. In each the order of sums is fixed.
 */
export type RowForm = { readonly lanes: 1 } | { readonly lanes: 64; readonly subgroup: number };

/**
 * A program of which each of `rows` rows is worked on by some threads, `lane` of them in step. `total(x, lane)` and
 * `largest(x, lane)` join a number of each. One lane needs no barrier, which an adapter in software pays dearly for.
 */
export const perRow = (rows: string, form: RowForm, body: string, functions = ''): string =>
  form.lanes === 1
    ? perThread(
        rows,
        `let row = thread; let lane = 0u;\n${body}`,
        `${functions}
const lanes = 1u;
fn total(x: f32, lane: u32) -> f32 { return x; }
fn largest(x: f32, lane: u32) -> f32 { return x; }`,
        softwareGroupSize,
      )
    : `${functions}
const lanes = ${form.lanes}u;
var<workgroup> shared_: array<f32, ${form.lanes}>;
${joinCode('total', '0.0', (a, b) => `${a} + ${b}`, form.subgroup)}
${joinCode('largest', '-3.4e38', (a, b) => `max(${a}, ${b})`, form.subgroup)}
@compute @workgroup_size(${form.lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let row = group.x + group.y * ${maxGroups}u;
  if (row >= ${rows}) { return; }
  ${body}
}`;

type Join = (a: string, b: string) => string;

function joinCode(name: string, none: string, join: Join, subgroup: number): string {
  return subgroup > 1 ? joinSubgroups(name, none, join, subgroup) : joinShared(name, join);
}

const joinShared = (name: string, join: Join): string => `
fn ${name}(x: f32, lane: u32) -> f32 {
  shared_[lane] = x;
  workgroupBarrier();
  for (var step = lanes / 2u; step > 0u; step /= 2u) {
    if (lane < step) { shared_[lane] = ${join('shared_[lane]', 'shared_[lane + step]')}; }
    workgroupBarrier();
  }
  let all = shared_[0];
  workgroupBarrier();
  return all;
}`;

/** Two barriers instead of eight: threads of a subgroup exchange their numbers, then one of each writes down what they have. */
const joinSubgroups = (name: string, none: string, join: Join, subgroup: number): string => `
fn ${name}(own: f32, lane: u32) -> f32 {
  var x = own;
  ${each(Math.log2(subgroup), (i) => `x = ${join('x', `subgroupShuffleXor(x, ${2 ** i}u)`)};`)}
  if (lane % ${subgroup}u == 0u) { shared_[lane / ${subgroup}u] = x; }
  workgroupBarrier();
  var all = ${none};
  for (var i = 0u; i < lanes / ${subgroup}u; i++) { all = ${join('all', 'shared_[i]')}; }
  workgroupBarrier();
  return all;
}`;

/** Workgroups for `perRow`. */
export const rowGroups = (rows: number, { lanes }: RowForm): readonly [number, number] =>
  lanes === 1 ? threads(rows, softwareGroupSize) : groups(rows);

/** Pieces of code for 0 to `count` - 1. */
export const list = (count: number, piece: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => piece(i));

/** The same, a line each. */
export const each = (count: number, line: (i: number) => string): string => list(count, line).join('\n');

/** A number, or four at once. */
export type Floats = 'f32' | 'vec4<f32>';

/** The sum of the numbers of such an element. */
export const flat = (element: Floats, x: string): string =>
  element === 'f32' ? x : `dot(${x}, vec4<f32>(1.0))`;

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
