// Attention of who writes: new tokens over themselves and over those whose keys and values are kept. One thread a head and new
// token, which never writes the scores down (as attention.ts).

import { along, headOf, times } from './attention.ts';
import { fused, read, write } from './kernel.ts';
import { groupSize, perThread, softwareGroupSize, threads } from './wgsl.ts';

type Head = ReturnType<typeof headOf>;

const opening = (head: Head) => `
  var q: array<${head.element}, ${head.size}>;
  var mix: array<${head.element}, ${head.size}>;
  var highest = -3.4e38;
  var sum = 0.0;
  ${along(head, (i) => `q[${i}] = qkv[query + ${i}] * ${1 / Math.sqrt(head.width)}; mix[${i}] = ${head.element}();`)}`;

/** Takes one more token into the mixture: its key and value begin at `key` of `keys` and at `value` of `values`. */
const lookAt = (head: Head, keys: string, values: string) => `
    var score = 0.0;
    ${along(head, (i) => `score += ${times(head, `q[${i}]`, `${keys}[key + ${i}]`)};`)}
    if (score > highest) {
      let shrink = exp(highest - score);
      sum *= shrink;
      ${along(head, (i) => `mix[${i}] *= shrink;`)}
      highest = score;
    }
    let p = exp(score - highest);
    sum += p;
    ${along(head, (i) => `mix[${i}] += p * ${values}[value + ${i}];`)}`;

const closing = (head: Head) => along(head, (i) => `mixed[out + ${i}] = mix[${i}] / sum;`);

/** Threads that mix come first; of the others each moves an element of keys and values to where it is kept from now on. */
function cachedCode(head: Head, hasPast: boolean): string {
  const pastLoop = `for (var s = 0u; s < sizes.seen; s++) {
    let key = (example * sizes.heads + head) * sizes.seen * ${head.size}u + s * ${head.size}u;
    let value = key;
    ${lookAt(head, 'keys', 'values')}
  }`;
  const pastMove = `if (s < sizes.seen) {
    let old = (plane * sizes.seen + s) * ${head.size}u + i;
    allKeys[element] = keys[old];
    allValues[element] = values[old];
    return;
  }`;
  return `let wide = sizes.heads * ${head.size}u;
  if (thread < sizes.queries) {
    let place = thread % sizes.length;
    let head = (thread / sizes.length) % sizes.heads;
    let example = thread / (sizes.length * sizes.heads);
    let first = example * sizes.length;
    let query = (first + place) * 3u * wide + head * ${head.size}u;
    let out = (first + place) * wide + head * ${head.size}u;
    ${opening(head)}
    ${hasPast ? pastLoop : ''}
    for (var s = 0u; s <= place; s++) {
      let key = (first + s) * 3u * wide + wide + head * ${head.size}u;
      let value = key + wide;
      ${lookAt(head, 'qkv', 'qkv')}
    }
    ${closing(head)}
    return;
  }
  let element = thread - sizes.queries;
  let i = element % ${head.size}u;
  let all = sizes.seen + sizes.length;
  let s = (element / ${head.size}u) % all;
  let plane = element / (${head.size}u * all);
  ${hasPast ? pastMove : ''}
  let token = (plane / sizes.heads) * sizes.length + s - sizes.seen;
  let own = token * 3u * wide + wide + (plane % sizes.heads) * ${head.size}u + i;
  allKeys[element] = qkv[own];
  allValues[element] = qkv[own + wide];`;
}

const attentionCached = fused('attentionCached', ({ qkv, keys, values }, { batch, heads }, gpu) => {
  const [rows, packed] = qkv.shape;
  const [length, width] = [rows / batch, packed / 3];
  const head = headOf(width / heads, gpu);
  const seen = keys?.shape[2] ?? 0;
  const all = seen + length;
  const mixed = gpu.output([rows, width]);
  const [allKeys, allValues] = [0, 1].map(() => gpu.output([batch, heads, all, head.width]));
  const hasPast = keys !== undefined && values !== undefined;
  const queries = batch * heads * length;
  const count = queries + batch * heads * all * head.size;
  const perGroup = gpu.isSoftware ? softwareGroupSize : groupSize;
  gpu.run({
    key: `attentionCached ${head.width} ${hasPast}`,
    bindings: {
      qkv: read(qkv, head.element),
      ...(hasPast && { keys: read(keys, head.element), values: read(values, head.element) }),
      mixed: write(mixed, head.element),
      allKeys: write(allKeys as typeof mixed, head.element),
      allValues: write(allValues as typeof mixed, head.element),
    },
    sizes: { heads, length, seen, queries, count },
    code: () => perThread('sizes.count', cachedCode(head, hasPast), '', perGroup),
    workgroups: threads(count, perGroup),
  });
  return [mixed, allKeys as typeof mixed, allValues as typeof mixed];
});

/** Of each head and example: its new token's key and value go to where they are kept, then it looks. */
const inPlaceCode = (head: Head) => `let wide = sizes.heads * ${head.size}u;
  let head = thread % sizes.heads;
  let example = thread / sizes.heads;
  let query = example * 3u * wide + head * ${head.size}u;
  let out = example * wide + head * ${head.size}u;
  let kept = thread * sizes.places * ${head.size}u;
  let place = u32(at[0]);
  let new_ = kept + place * ${head.size}u;
  ${along(head, (i) => `keys[new_ + ${i}] = qkv[query + wide + ${i}]; values[new_ + ${i}] = qkv[query + 2u * wide + ${i}];`)}
  ${opening(head)}
  for (var s = 0u; s <= place; s++) {
    let key = kept + s * ${head.size}u;
    let value = key;
    ${lookAt(head, 'keys', 'values')}
  }
  ${closing(head)}`;

const attentionInPlace = fused('attentionInPlace', ({ qkv, keys, values, at }, { heads }, gpu) => {
  const [batch, packed] = qkv.shape;
  const head = headOf(packed / 3 / heads, gpu);
  const mixed = gpu.output([batch, packed / 3]);
  const count = batch * heads;
  const perGroup = gpu.isSoftware ? softwareGroupSize : groupSize;
  gpu.run({
    key: `attentionInPlace ${head.width}`,
    bindings: {
      qkv: read(qkv, head.element),
      at: read(at, 'i32'),
      keys: write(keys, head.element),
      values: write(values, head.element),
      mixed: write(mixed, head.element),
    },
    sizes: { heads, places: keys.shape[2], count },
    code: () => perThread('sizes.count', inPlaceCode(head), '', perGroup),
    workgroups: threads(count, perGroup),
  });
  return [mixed];
});

export const cachedAttentionKernels = [attentionCached, attentionInPlace];
