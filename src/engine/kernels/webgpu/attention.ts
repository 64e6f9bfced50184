// Causal attention on the graphics card. One thread a token and head, which walks over the tokens it may see and never
// writes the scores down (as FlashAttention does: Dao et al. 2022).

import { fused, read, write } from './kernel.ts';
import { each, perThread, threads } from './wgsl.ts';

/** Heads up to this size are written out, number by number; larger ones are loops. */
const maxWritten = 32;

/** `line` for each number of a head. */
const along = (size: number, line: (i: string) => string): string =>
  size <= maxWritten
    ? each(size, (i) => line(`${i}u`))
    : `for (var i = 0u; i < ${size}u; i++) { ${line('i')} }`;

/** Where a thread's token stands: of part 0, 1, 2 the query, the key, the value. */
const places = (size: number) => `
  let place = thread % sizes.length;
  let head = (thread / sizes.length) % sizes.heads;
  let example = thread / (sizes.length * sizes.heads);
  let width = sizes.heads * ${size}u;
  let first = example * sizes.length;
  let scale = ${1 / Math.sqrt(size)};`;

const functions = (size: number) => `
fn at(token: u32, part: u32, head: u32, width: u32) -> u32 { return token * 3u * width + part * width + head * ${size}u; }`;

const attention = fused('attention', ({ qkv }, { batch, heads }, gpu) => {
  const [rows, packed] = qkv.shape;
  const [length, width] = [rows / batch, packed / 3];
  const size = width / heads;
  const [mixed, logSums] = [gpu.output([rows, width]), gpu.output([batch, heads, length])];
  gpu.run({
    key: `attention ${size}`,
    bindings: { qkv: read(qkv), mixed: write(mixed), logSums: write(logSums) },
    sizes: { length, heads, threads: rows * heads },
    code: () =>
      perThread(
        'sizes.threads',
        `${places(size)}
  let query = at(first + place, 0u, head, width);
  var q: array<f32, ${size}>;
  var mix: array<f32, ${size}>;
  ${along(size, (i) => `q[${i}] = qkv[query + ${i}] * scale; mix[${i}] = 0.0;`)}
  var highest = -3.4e38;
  var sum = 0.0;
  for (var s = 0u; s <= place; s++) {
    let key = at(first + s, 1u, head, width);
    var score = 0.0;
    ${along(size, (i) => `score += q[${i}] * qkv[key + ${i}];`)}
    if (score > highest) {
      let shrink = exp(highest - score);
      sum *= shrink;
      ${along(size, (i) => `mix[${i}] *= shrink;`)}
      highest = score;
    }
    let p = exp(score - highest);
    sum += p;
    let value = key + width;
    ${along(size, (i) => `mix[${i}] += p * qkv[value + ${i}];`)}
  }
  let to = (first + place) * width + head * ${size}u;
  ${along(size, (i) => `mixed[to + ${i}] = mix[${i}] / sum;`)}
  logSums[thread] = highest + log(sum);`,
        functions(size),
      ),
    workgroups: threads(rows * heads),
  });
  return [mixed, logSums];
});

/** A query's gradient: over the tokens it sees. */
const queryCode = (size: number) => `
    var q: array<f32, ${size}>;
    var dq: array<f32, ${size}>;
    let own = at(first + place, 0u, head, width);
    ${along(size, (i) => `q[${i}] = qkv[own + ${i}]; dq[${i}] = 0.0;`)}
    let out = (first + place) * width + head * ${size}u;
    var delta = 0.0;
    ${along(size, (i) => `delta += dy[out + ${i}] * mixed[out + ${i}];`)}
    let logSum = logSums[thread];
    for (var s = 0u; s <= place; s++) {
      let key = at(first + s, 1u, head, width);
      var score = 0.0;
      var dp = 0.0;
      ${along(size, (i) => `score += q[${i}] * qkv[key + ${i}]; dp += dy[out + ${i}] * qkv[key + width + ${i}];`)}
      let ds = exp(score * scale - logSum) * (dp - delta) * scale;
      ${along(size, (i) => `dq[${i}] += ds * qkv[key + ${i}];`)}
    }
    ${along(size, (i) => `result[own + ${i}] = dq[${i}];`)}`;

/** A key's and a value's gradient: over the tokens that see them. */
const keyValueCode = (size: number) => `
    var k: array<f32, ${size}>;
    var v: array<f32, ${size}>;
    var dk: array<f32, ${size}>;
    var dv: array<f32, ${size}>;
    let own = at(first + place, 1u, head, width);
    ${along(size, (i) => `k[${i}] = qkv[own + ${i}]; v[${i}] = qkv[own + width + ${i}]; dk[${i}] = 0.0; dv[${i}] = 0.0;`)}
    for (var t = place; t < sizes.length; t++) {
      let query = at(first + t, 0u, head, width);
      let out = (first + t) * width + head * ${size}u;
      var score = 0.0;
      var dp = 0.0;
      var delta = 0.0;
      ${along(size, (i) => `score += k[${i}] * qkv[query + ${i}]; dp += v[${i}] * dy[out + ${i}]; delta += dy[out + ${i}] * mixed[out + ${i}];`)}
      let p = exp(score * scale - logSums[thread - place + t]);
      let ds = p * (dp - delta) * scale;
      ${along(size, (i) => `dk[${i}] += ds * qkv[query + ${i}]; dv[${i}] += p * dy[out + ${i}];`)}
    }
    ${along(size, (i) => `result[own + ${i}] = dk[${i}]; result[own + width + ${i}] = dv[${i}];`)}`;

const attentionGradient = fused('attentionGradient', ({ qkv, mixed, logSums, dy }, { batch, heads }, gpu) => {
  const [rows, packed] = qkv.shape;
  const [length, width] = [rows / batch, packed / 3];
  const size = width / heads;
  const output = gpu.output([rows, packed]);
  const count = rows * heads;
  gpu.run({
    key: `attentionGradient ${size}`,
    bindings: {
      qkv: read(qkv),
      mixed: read(mixed),
      logSums: read(logSums),
      dy: read(dy),
      result: write(output),
    },
    sizes: { length, heads, count },
    code: () =>
      perThread(
        '2u * sizes.count',
        `let both = thread;
  {
  let thread = both % sizes.count;
  ${places(size)}
  if (both < sizes.count) {${queryCode(size)}
  } else {${keyValueCode(size)}
  }
  }`,
        functions(size),
      ),
    workgroups: threads(2 * count),
  });
  return [output];
});

export const attentionKernels = [attention, attentionGradient];
