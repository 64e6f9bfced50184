// Matrix products with what follows them. Each thread computes a tile of the result in registers, without shared memory and
// barriers, which an adapter in software pays dearly for.

import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Activation } from '../../../shared/catalog/models.ts';
import { type Binding, fused, type Gpu, read, write } from './kernel.ts';
import { activationCode, derivativeCode, each, perThread, tanhCode, threads } from './wgsl.ts';

interface Product {
  /** [rows, depth], or [depth, rows] where `transposeA`. */
  readonly a: TensorInfo;
  /** [depth, columns], or [columns, depth] where `transposeB`. */
  readonly b: TensorInfo;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  /** Where the result goes. */
  readonly output: TensorInfo;
  readonly bias?: TensorInfo | undefined;
  readonly residual?: TensorInfo | undefined;
  readonly activation?: Activation | null;
  /** Takes what the activation reads. */
  readonly before?: TensorInfo | undefined;
  /** Takes the sums over the columns of `sums.of`, [depth, width]: a bias's gradient, computed beside a weight's. */
  readonly sums?: { readonly of: 'a' | 'b'; readonly output: TensorInfo; readonly width: number } | undefined;
}

/** Rows and columns of a thread's tile. Small results are cut finer where there are threads to spare. */
function tileOf({ rows, columns }: Product, { isSoftware }: Gpu): readonly [number, number] {
  if (rows === 1) return [1, 4];
  if (isSoftware || rows * columns >= 1 << 18) return [4, 4];
  return rows * columns >= 1 << 15 ? [2, 4] : [1, 2];
}

/** Whether both operands can be read four numbers at a time: what lies side by side in each comes in fours. */
const isInFours = ({ transposeA, transposeB, rows, depth, columns }: Product): boolean =>
  depth % 4 === 0 && (!transposeA || rows % 4 === 0) && (transposeB || columns % 4 === 0);

/** Four terms of the sums of a 4 x 4 tile at once; `sum0` to `sum3` are its rows. */
function foursCode({ transposeA, transposeB }: Product): string {
  const part = ['x', 'y', 'z', 'w'];
  const four = [0, 1, 2, 3];
  // In every case x{i}_{k} is a number of A, and y{k} holds four columns of B.
  const a = transposeA
    ? each(4, (k) => `let a${k} = a[((k + ${k}u) * sizes.rows + row) / 4u];`)
    : each(4, (i) => `let a${i} = a[(min(row + ${i}u, sizes.rows - 1u) * sizes.depth + k) / 4u];`);
  const x = (i: number, k: number) => (transposeA ? `a${k}.${part[i]}` : `a${i}.${part[k]}`);
  const b = transposeB
    ? each(4, (j) => `let b${j} = b[(min(column + ${j}u, sizes.columns - 1u) * sizes.depth + k) / 4u];`)
    : each(4, (k) => `let y${k} = b[((k + ${k}u) * sizes.columns + column) / 4u];`);
  const turned = transposeB
    ? each(4, (k) => `let y${k} = vec4<f32>(${four.map((j) => `b${j}.${part[k]}`).join(', ')});`)
    : '';
  return `
  ${each(4, (i) => `var sum${i} = vec4<f32>();`)}
  for (var k = 0u; k < sizes.depth; k += 4u) {
    ${a}
    ${b}
    ${turned}
    ${each(4, (i) => `sum${i} += ${four.map((k) => `${x(i, k)} * y${k}`).join(' + ')};`)}
  }
  ${each(16, (t) => `let sum${Math.floor(t / 4)}_${t % 4} = sum${Math.floor(t / 4)}.${part[t % 4]};`)}`;
}

function productCode(product: Product, [high, wide]: readonly [number, number], inFours: boolean): string {
  const { transposeA, transposeB, bias, residual, activation, before, sums } = product;
  const at = (i: number) => `min(row + ${i}u, sizes.rows - 1u)`;
  const to = (j: number) => `min(column + ${j}u, sizes.columns - 1u)`;
  const finish = (i: number, j: number) => `
    if (row + ${i}u < sizes.rows && column + ${j}u < sizes.columns) {
      let place = (row + ${i}u) * sizes.columns + column + ${j}u;
      ${bias === undefined ? `let x = sum${i}_${j};` : `let x = sum${i}_${j} + bias[column + ${j}u];`}
      ${before === undefined ? '' : 'before[place] = x;'}
      ${activation == null ? 'let y = x;' : 'let y = activation(x);'}
      result[place] = ${residual === undefined ? 'y' : 'y + residual[place]'};
    }`;
  const ones = `
  ${each(high * wide, (t) => `var sum${Math.floor(t / wide)}_${t % wide} = 0.0;`)}
  ${each(high, (i) => `var a${i} = ${transposeA ? at(i) : `${at(i)} * sizes.depth`};`)}
  ${each(wide, (j) => `var b${j} = ${transposeB ? `${to(j)} * sizes.depth` : to(j)};`)}
  for (var k = 0u; k < sizes.depth; k++) {
    ${each(high, (i) => `let x${i} = a[a${i}]; a${i} += ${transposeA ? 'sizes.rows' : '1u'};`)}
    ${each(wide, (j) => `let y${j} = b[b${j}]; b${j} += ${transposeB ? '1u' : 'sizes.columns'};`)}
    ${each(high * wide, (t) => `sum${Math.floor(t / wide)}_${t % wide} += x${Math.floor(t / wide)} * y${t % wide};`)}
  }`;
  const body = `
  let wide = (sizes.columns + ${wide - 1}u) / ${wide}u;
  let tiles = wide * ((sizes.rows + ${high - 1}u) / ${high}u);
  if (thread >= tiles) {
    ${sums === undefined ? '' : sumCode(sums.of, inFours)}
    return;
  }
  let row = (thread / wide) * ${high}u;
  let column = (thread % wide) * ${wide}u;
  ${inFours ? foursCode(product) : ones}
  ${each(high * wide, (t) => finish(Math.floor(t / wide), t % wide))}`;
  return perThread(
    'sizes.threads',
    body,
    activation == null ? '' : `${tanhCode}\n${activationCode[activation]}`,
  );
}

const sumCode = (of: 'a' | 'b', inFours: boolean): string => `
    let column = thread - tiles;
    var all = 0.0;
    for (var k = 0u; k < sizes.depth; k++) {
      let place = k * sizes.width + column;
      all += ${inFours ? `${of}[place / 4u][place % 4u]` : `${of}[place]`};
    }
    sums[column] = all;`;

function runProduct(product: Product, gpu: Gpu): void {
  const { a, b, output, bias, residual, before, sums, rows, depth, columns } = product;
  const tile = tileOf(product, gpu);
  const inFours = tile[0] === 4 && tile[1] === 4 && isInFours(product);
  const [high, wide] = tile;
  const count = Math.ceil(rows / high) * Math.ceil(columns / wide) + (sums?.width ?? 0);
  const bindings: Record<string, Binding> = {
    a: read(a, inFours ? 'vec4<f32>' : 'f32'),
    b: read(b, inFours ? 'vec4<f32>' : 'f32'),
    result: write(output),
  };
  if (bias !== undefined) bindings.bias = read(bias);
  if (residual !== undefined) bindings.residual = read(residual);
  if (before !== undefined) bindings.before = write(before);
  if (sums !== undefined) bindings.sums = write(sums.output);
  const { transposeA, transposeB, activation } = product;
  gpu.run({
    key: `product ${tile} ${inFours} ${transposeA} ${transposeB} ${Object.keys(bindings)} ${activation} ${sums?.of}`,
    bindings,
    sizes: { rows, depth, columns, width: sums?.width ?? 0, threads: count },
    code: () => productCode(product, tile, inFours),
    workgroups: threads(count),
  });
}

const dense = fused('dense', ({ x, weight, bias, residual }, { activation, transposed }, gpu) => {
  const [rows, depth] = x.shape;
  const columns = transposed ? weight.shape[0] : weight.shape[1];
  const output = gpu.output([rows, columns]);
  const before = activation === 'gelu' ? gpu.output([rows, columns]) : undefined;
  const operands = { a: x, b: weight, transposeA: false, transposeB: transposed, rows, depth, columns };
  runProduct({ ...operands, output, bias, residual, activation, before }, gpu);
  return before === undefined ? [output] : [output, before];
});

const denseGradientX = fused('denseGradientX', ({ dy, weight }, { transposed }, gpu) => {
  const [rows, depth] = dy.shape;
  const columns = transposed ? weight.shape[1] : weight.shape[0];
  const output = gpu.output([rows, columns]);
  runProduct(
    { a: dy, b: weight, transposeA: false, transposeB: !transposed, rows, depth, columns, output },
    gpu,
  );
  return [output];
});

const denseGradientWeight = fused('denseGradientWeight', ({ x, dy }, { transposed, bias }, gpu) => {
  const depth = x.shape[0];
  const [a, b] = transposed ? [dy, x] : [x, dy];
  const [rows, columns] = [a.shape[1], b.shape[1]];
  const width = dy.shape[1];
  const output = gpu.output([rows, columns]);
  const sums = bias
    ? ({ of: transposed ? 'a' : 'b', output: gpu.output([width]), width } as const)
    : undefined;
  runProduct({ a, b, transposeA: true, transposeB: false, rows, depth, columns, output, sums }, gpu);
  return sums === undefined ? [output] : [output, sums.output];
});

const activationGradient = fused('activationGradient', ({ dy, known }, { activation }, gpu) => {
  const output = gpu.output([...dy.shape]);
  gpu.run({
    key: `activationGradient ${activation}`,
    bindings: { dy: read(dy), known: read(known), result: write(output) },
    sizes: { count: dy.size },
    code: () =>
      perThread(
        'sizes.count',
        'result[thread] = dy[thread] * derivative(known[thread]);',
        `${tanhCode}\n${derivativeCode[activation]}`,
      ),
    workgroups: threads(dy.size),
  });
  return [output];
});

export const denseKernels = [dense, denseGradientX, denseGradientWeight, activationGradient];
