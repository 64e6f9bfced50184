// Causal attention on the graphics card. One thread a head and a block of tokens, which walks over the tokens they may see
// and never writes the scores down (as FlashAttention does: Dao et al. 2022).

import { fused, type Gpu, read, write } from './kernel.ts';
import { each, type Floats, groupSize, inFours, perThread, softwareGroupSize, threads } from './wgsl.ts';

/** How the numbers of a head are taken: in fours where they come so. Up to `maxWritten` are written out, others are loops. */
interface Head {
  readonly element: Floats;
  /** Elements of a head. */
  readonly size: number;
  /** Numbers of a head. */
  readonly width: number;
  /** Tokens of a thread. In software a read costs as much as eight products, and each serves all of them. */
  readonly block: number;
  /** Threads of a workgroup. */
  readonly groupSize: number;
}

const maxWritten = 32;

/** How heads of `width` numbers are worked on by this adapter. */
export function headOf(width: number, { isSoftware }: Gpu): Head {
  return isSoftware
    ? { ...inFours(width), width, block: 4, groupSize: softwareGroupSize }
    : { ...inFours(width), width, block: 1, groupSize };
}

/** `line` for each element of a head. */
export const along = ({ size }: Head, line: (i: string) => string): string =>
  size <= maxWritten
    ? each(size, (i) => line(`${i}u`))
    : `for (var i = 0u; i < ${size}u; i++) { ${line('i')} }`;

/** The product of two elements of a head, summed where they are fours. */
export const times = ({ element }: Head, a: string, b: string): string =>
  element === 'f32' ? `${a} * ${b}` : `dot(${a}, ${b})`;

const arrays = ({ element, size, block }: Head, ...names: string[]): string =>
  each(block, (b) => names.map((name) => `var ${name}${b}: array<${element}, ${size}>;`).join(' '));

/** Which tokens of which head a thread has: `place` is the first of them, `place{b}` the others, or the last where fewer are left. */
const places = ({ size, width, block }: Head) => `
  let blocks = (sizes.length + ${block - 1}u) / ${block}u;
  let place = (thread % blocks) * ${block}u;
  let head = (thread / blocks) % sizes.heads;
  let example = thread / (blocks * sizes.heads);
  let wide = sizes.heads * ${size}u;
  let first = example * sizes.length;
  let firstSum = (example * sizes.heads + head) * sizes.length;
  let scale = ${1 / Math.sqrt(width)};
  let end = min(place + ${block}u, sizes.length);
  ${each(block, (b) => `let place${b} = min(place + ${b}u, sizes.length - 1u);`)}`;

/** Where a token's query, key, value (part 0, 1, 2) or mixed values begin. */
const functions = ({ size }: Head) => `
fn at(token: u32, part: u32, head: u32, wide: u32) -> u32 { return token * 3u * wide + part * wide + head * ${size}u; }
fn mixedAt(token: u32, head: u32, wide: u32) -> u32 { return token * wide + head * ${size}u; }`;

function attentionCode(head: Head): string {
  const { element, block } = head;
  const zero = `${element}()`;
  return `${places(head)}
  ${arrays(head, 'q', 'mix')}
  ${each(
    block,
    (b) => `let query${b} = at(first + place${b}, 0u, head, wide);
  var highest${b} = -3.4e38;
  var sum${b} = 0.0;
  ${along(head, (i) => `q${b}[${i}] = qkv[query${b} + ${i}] * scale; mix${b}[${i}] = ${zero};`)}`,
  )}
  for (var s = 0u; s < end; s++) {
    let key = at(first + s, 1u, head, wide);
    let value = key + wide;
    ${each(block, (b) => `var score${b} = 0.0;`)}
    ${along(head, (i) => `{ let k = qkv[key + ${i}]; ${each(block, (b) => `score${b} += ${times(head, `q${b}[${i}]`, 'k')};`)} }`)}
    ${each(
      block,
      (b) => `if (s > place${b}) { score${b} = -3.4e38; }
    if (score${b} > highest${b}) {
      let shrink = exp(highest${b} - score${b});
      sum${b} *= shrink;
      ${along(head, (i) => `mix${b}[${i}] *= shrink;`)}
      highest${b} = score${b};
    }
    let p${b} = select(exp(score${b} - highest${b}), 0.0, s > place${b});
    sum${b} += p${b};`,
    )}
    ${along(head, (i) => `{ let v = qkv[value + ${i}]; ${each(block, (b) => `mix${b}[${i}] += p${b} * v;`)} }`)}
  }
  ${each(
    block,
    (b) => `let to${b} = mixedAt(first + place${b}, head, wide);
  ${along(head, (i) => `mixed[to${b} + ${i}] = mix${b}[${i}] / sum${b};`)}
  logSums[firstSum + place${b}] = highest${b} + log(sum${b});`,
  )}`;
}

const attention = fused('attention', ({ qkv }, { batch, heads }, gpu) => {
  const [rows, packed] = qkv.shape;
  const [length, width] = [rows / batch, packed / 3];
  const head = headOf(width / heads, gpu);
  const [mixed, logSums] = [gpu.output([rows, width]), gpu.output([batch, heads, length])];
  const count = batch * heads * Math.ceil(length / head.block);
  gpu.run({
    key: `attention ${head.width} ${head.block}`,
    bindings: { qkv: read(qkv, head.element), mixed: write(mixed, head.element), logSums: write(logSums) },
    sizes: { length, heads, threads: count },
    code: () => perThread('sizes.threads', attentionCode(head), functions(head), head.groupSize),
    workgroups: threads(count, head.groupSize),
  });
  return [mixed, logSums];
});

/** Queries' gradients: over the tokens they see. */
function queryCode(head: Head): string {
  const { element, block } = head;
  return `
    ${arrays(head, 'q', 'g', 'dq')}
    ${each(
      block,
      (b) => `let own${b} = at(first + place${b}, 0u, head, wide);
    let out${b} = mixedAt(first + place${b}, head, wide);
    let logSum${b} = logSums[firstSum + place${b}];
    var delta${b} = 0.0;
    ${along(
      head,
      (
        i,
      ) => `q${b}[${i}] = qkv[own${b} + ${i}]; g${b}[${i}] = dy[out${b} + ${i}]; dq${b}[${i}] = ${element}();
    delta${b} += ${times(head, `g${b}[${i}]`, `mixed[out${b} + ${i}]`)};`,
    )}`,
    )}
    for (var s = 0u; s < end; s++) {
      let key = at(first + s, 1u, head, wide);
      var k: array<${element}, ${head.size}>;
      ${each(block, (b) => `var score${b} = 0.0; var dp${b} = 0.0;`)}
      ${along(
        head,
        (i) => `{ k[${i}] = qkv[key + ${i}]; let v = qkv[key + wide + ${i}];
      ${each(block, (b) => `score${b} += ${times(head, `q${b}[${i}]`, `k[${i}]`)}; dp${b} += ${times(head, `g${b}[${i}]`, 'v')};`)} }`,
      )}
      ${each(block, (b) => `let ds${b} = select(exp(score${b} * scale - logSum${b}) * (dp${b} - delta${b}) * scale, 0.0, s > place${b});`)}
      ${along(head, (i) => each(block, (b) => `dq${b}[${i}] += ds${b} * k[${i}];`))}
    }
    ${each(block, (b) => along(head, (i) => `result[own${b} + ${i}] = dq${b}[${i}];`))}`;
}

/** Keys' and values' gradients: over the tokens that see them. */
function keyValueCode(head: Head): string {
  const { element, block } = head;
  return `
    ${arrays(head, 'k', 'v', 'dk', 'dv')}
    ${each(
      block,
      (b) => `let own${b} = at(first + place${b}, 1u, head, wide);
    ${along(
      head,
      (i) => `k${b}[${i}] = qkv[own${b} + ${i}]; v${b}[${i}] = qkv[own${b} + wide + ${i}];
    dk${b}[${i}] = ${element}(); dv${b}[${i}] = ${element}();`,
    )}`,
    )}
    for (var t = place; t < sizes.length; t++) {
      let query = at(first + t, 0u, head, wide);
      let out = mixedAt(first + t, head, wide);
      let logSum = logSums[firstSum + t];
      var q: array<${element}, ${head.size}>;
      var g: array<${element}, ${head.size}>;
      var delta = 0.0;
      ${each(block, (b) => `var score${b} = 0.0; var dp${b} = 0.0;`)}
      ${along(
        head,
        (i) => `q[${i}] = qkv[query + ${i}]; g[${i}] = dy[out + ${i}];
      delta += ${times(head, `g[${i}]`, `mixed[out + ${i}]`)};
      ${each(block, (b) => `score${b} += ${times(head, `k${b}[${i}]`, `q[${i}]`)}; dp${b} += ${times(head, `v${b}[${i}]`, `g[${i}]`)};`)}`,
      )}
      ${each(
        block,
        (b) => `let p${b} = select(exp(score${b} * scale - logSum), 0.0, t < place${b});
      let ds${b} = p${b} * (dp${b} - delta) * scale;`,
      )}
      ${along(head, (i) => each(block, (b) => `dk${b}[${i}] += ds${b} * q[${i}]; dv${b}[${i}] += p${b} * g[${i}];`))}
    }
    ${each(block, (b) => along(head, (i) => `result[own${b} + ${i}] = dk${b}[${i}]; result[own${b} + wide + ${i}] = dv${b}[${i}];`))}`;
}

const attentionGradient = fused('attentionGradient', ({ qkv, mixed, logSums, dy }, { batch, heads }, gpu) => {
  const [rows, packed] = qkv.shape;
  const [length, width] = [rows / batch, packed / 3];
  const head = headOf(width / heads, gpu);
  const output = gpu.output([rows, packed]);
  const count = batch * heads * Math.ceil(length / head.block);
  const { element } = head;
  gpu.run({
    key: `attentionGradient ${head.width} ${head.block}`,
    bindings: {
      qkv: read(qkv, element),
      mixed: read(mixed, element),
      logSums: read(logSums),
      dy: read(dy, element),
      result: write(output, element),
    },
    sizes: { length, heads, count },
    code: () =>
      perThread(
        '2u * sizes.count',
        `let both = thread;
  {
  let thread = both % sizes.count;
  ${places(head)}
  if (both < sizes.count) {${queryCode(head)}
  } else {${keyValueCode(head)}
  }
  }`,
        functions(head),
        head.groupSize,
      ),
    workgroups: threads(2 * count, head.groupSize),
  });
  return [output];
});

export const attentionKernels = [attention, attentionGradient];
