// Matrix products with what follows them. Each thread computes a tile of the result in registers, four terms of each sum at
// a time; no shared memory and no barriers. Knows no layer.

import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Activation } from '../../../shared/catalog/models.ts';
import { type Binding, type Gpu, read, write } from './kernel.ts';
import { type Tile, tileFor } from './tile.ts';
import { activationCode, each, list, perThread, tanhCode, threads } from './wgsl.ts';

export interface Product {
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

/** What comes in fours: numbers of A, of B and of a row of the result that lie side by side, and the terms of a sum. */
interface Fours {
  readonly a: boolean;
  readonly b: boolean;
  readonly columns: boolean;
  readonly depth: boolean;
}

const foursOf = ({ transposeA, transposeB, rows, depth, columns }: Product, { high }: Tile): Fours => ({
  a: transposeA ? rows % 4 === 0 && high % 4 === 0 : depth % 4 === 0,
  b: (transposeB ? depth : columns) % 4 === 0,
  columns: columns % 4 === 0,
  depth: depth % 4 === 0,
});

const part = ['x', 'y', 'z', 'w'];
const four = [0, 1, 2, 3];
const vector = (number: (i: number) => string): string => `vec4<f32>(${four.map(number).join(', ')})`;

/** Where a thread's rows of A and columns of B begin: `row{i}` and `column{j}`, j in fours where B is read so. */
function placesCode({ transposeA, transposeB }: Product, fours: Fours, { high, wide }: Tile): string {
  const row = (i: number) => `min(row + ${i}u, sizes.rows - 1u)`;
  const column = (j: number) => `min(column + ${j}u, sizes.columns - 1u)`;
  const inA = fours.a ? ' / 4u' : '';
  const inB = fours.b ? ' / 4u' : '';
  const rows =
    transposeA && fours.a
      ? each(high / 4, (i) => `let row${i} = min(row + ${4 * i}u, sizes.rows - 4u) / 4u;`)
      : each(high, (i) => `let row${i} = ${transposeA ? row(i) : `${row(i)} * sizes.depth${inA}`};`);
  const columns =
    !transposeB && fours.b
      ? each(wide / 4, (j) => `let column${j} = min(column + ${4 * j}u, sizes.columns - 4u) / 4u;`)
      : each(wide, (j) => `let column${j} = ${transposeB ? `${column(j)} * sizes.depth${inB}` : column(j)};`);
  return `${rows}\n${columns}`;
}

/** `x{i}`: four numbers of each of a thread's rows of A, from `k` on; zeros behind the depth. */
function rowsCode({ transposeA }: Product, fours: Fours, { high }: Tile): string {
  const masked = (x: string) => (fours.depth ? x : `select(vec4<f32>(), ${x}, isInside)`);
  const numbers = (i: number) => {
    if (!transposeA) return fours.a ? `a[row${i} + k / 4u]` : vector((q) => `a[row${i} + k${q}]`);
    if (fours.a) return vector((q) => `a${Math.floor(i / 4)}_${q}.${part[i % 4]}`);
    return vector((q) => `a[row${i} + k${q} * sizes.rows]`);
  };
  const blocks =
    transposeA && fours.a
      ? each(high / 4, (i) => each(4, (q) => `let a${i}_${q} = a[row${i} + k${q} * (sizes.rows / 4u)];`))
      : '';
  return `${blocks}\n${each(high, (i) => `let x${i} = ${masked(numbers(i))};`)}`;
}

/** `y{j}`: four rows of B of each four of a thread's columns, or, where they lie so in software, the other way round. */
function columnsCode({ transposeB }: Product, fours: Fours, { wide }: Tile, inSoftware: boolean): string {
  const numbers = (j: number, q: number) => {
    const column = `column${4 * j + q}`;
    if (transposeB) return fours.b ? `b[${column} + k / 4u]` : vector((p) => `b[${column} + k${p}]`);
    if (fours.b) return `b[column${j} + k${q} * (sizes.columns / 4u)]`;
    return vector((p) => `b[column${4 * j + p} + k${q} * sizes.columns]`);
  };
  const turn = transposeB && !inSoftware ? 'transpose' : '';
  return each(
    wide / 4,
    (j) => `let y${j} = ${turn}(mat4x4<f32>(${four.map((q) => numbers(j, q)).join(', ')}));`,
  );
}

/**
 * Four terms more of four sums. In software a matrix times a vector costs half of what single products do. On hardware the
 * terms are added one by one and without a choice for the compiler, so that every tile gives the same bits.
 */
function termsCode(sum: string, x: string, y: string, { transposeB }: Product, inSoftware: boolean): string {
  if (inSoftware) return `${sum} += ${transposeB ? `${x} * ${y}` : `${y} * ${x}`};`;
  return four.map((q) => `${sum} = fma(${y}[${q}], vec4<f32>(${x}.${part[q]}), ${sum});`).join(' ');
}

/** All of a tile's sums, `sum{i}_{j}`, each of four columns. */
function sumsCode(product: Product, fours: Fours, tile: Tile, inSoftware: boolean): string {
  const { high, wide } = tile;
  const all = (line: (i: number, j: number) => string) =>
    each(high, (i) => list(wide / 4, (j) => line(i, j)).join(' '));
  return `${placesCode(product, fours, tile)}
  ${all((i, j) => `var sum${i}_${j} = vec4<f32>();`)}
  for (var k = 0u; k < sizes.depth; k += 4u) {
    ${each(4, (q) => `let k${q} = ${fours.depth ? `k + ${q}u` : `min(k + ${q}u, sizes.depth - 1u)`};`)}
    ${fours.depth ? '' : 'let isInside = vec4<u32>(k, k + 1u, k + 2u, k + 3u) < vec4<u32>(sizes.depth);'}
    ${columnsCode(product, fours, tile, inSoftware)}
    ${rowsCode(product, fours, tile)}
    ${all((i, j) => termsCode(`sum${i}_${j}`, `x${i}`, `y${j}`, product, inSoftware))}
  }`;
}

/** What becomes of a row's sums of four columns. */
function finishCode({ bias, residual, activation, before }: Product, fours: Fours): string {
  const at = (name: string, place: string) =>
    fours.columns ? `${name}[${place} / 4u]` : vector((q) => `${name}[${place} + ${q}u]`);
  const put = (name: string, value: string) =>
    fours.columns
      ? `${name}[place / 4u] = ${value};`
      : each(
          4,
          (q) => `if (column + ${q}u < sizes.columns) { ${name}[place + ${q}u] = ${value}.${part[q]}; }`,
        );
  return `
fn finish(sum: vec4<f32>, row: u32, column: u32) {
  if (row >= sizes.rows || column >= sizes.columns) { return; }
  let place = row * sizes.columns + column;
  let x = sum${bias === undefined ? '' : ` + ${at('bias', 'column')}`};
  ${before === undefined ? '' : put('before', 'x')}
  let y = ${activation == null ? 'x' : 'activation(x)'}${residual === undefined ? '' : ` + ${at('residual', 'place')}`};
  ${put('result', 'y')}
}`;
}

/** Threads behind the tiles' add up a column each, or four. */
const columnSumsCode = (of: 'a' | 'b', inFours: boolean): string => `
    var all = ${inFours ? 'vec4<f32>()' : '0.0'};
    let wide = sizes.width${inFours ? ' / 4u' : ''};
    for (var k = 0u; k < sizes.depth; k++) { all += ${of}[k * wide + thread - tiles]; }
    sums[thread - tiles] = all;`;

function productCode(product: Product, fours: Fours, tile: Tile, inSoftware: boolean): string {
  const { activation, sums } = product;
  const { high, wide } = tile;
  const body = `
  let across = (sizes.columns + ${wide - 1}u) / ${wide}u;
  let tiles = across * ((sizes.rows + ${high - 1}u) / ${high}u);
  if (thread >= tiles) {
    ${sums === undefined ? '' : columnSumsCode(sums.of, fours[sums.of])}
    return;
  }
  let row = (thread / across) * ${high}u;
  let column = (thread % across) * ${wide}u;
  ${sumsCode(product, fours, tile, inSoftware)}
  ${each(high, (i) => list(wide / 4, (j) => `finish(sum${i}_${j}, row + ${i}u, column + ${4 * j}u);`).join(' '))}`;
  const functions = `${activation == null ? '' : `${tanhCode('vec4<f32>')}\n${activationCode('vec4<f32>')[activation]}`}
${finishCode(product, fours)}`;
  return perThread('sizes.threads', body, functions, tile.groupSize);
}

/** Enqueues one product. */
export function runProduct(product: Product, gpu: Gpu, tile: Tile = tileFor(product, gpu.tiles)): void {
  const { a, b, output, bias, residual, before, sums, rows, depth, columns } = product;
  const fours = foursOf(product, tile);
  const element = (inFours: boolean) => (inFours ? 'vec4<f32>' : 'f32');
  const perColumn = element(fours.columns);
  const bindings: Record<string, Binding> = {
    a: read(a, element(fours.a)),
    b: read(b, element(fours.b)),
    result: write(output, perColumn),
  };
  if (bias !== undefined) bindings.bias = read(bias, perColumn);
  if (residual !== undefined) bindings.residual = read(residual, perColumn);
  if (before !== undefined) bindings.before = write(before, perColumn);
  if (sums !== undefined) bindings.sums = write(sums.output, element(fours[sums.of]));
  const { transposeA, transposeB, activation } = product;
  const { high, wide, groupSize } = tile;
  const sumThreads = sums === undefined ? 0 : sums.width / (fours[sums.of] ? 4 : 1);
  const count = Math.ceil(rows / high) * Math.ceil(columns / wide) + sumThreads;
  gpu.run({
    key: [
      `product in ${high} x ${wide}, ${groupSize} threads${gpu.isSoftware ? ' of software' : ''}`,
      `${transposeA ? 'A^T' : 'A'} ${transposeB ? 'B^T' : 'B'}`,
      `fours ${Object.entries(fours).flatMap(([name, is]) => (is ? name : []))}`,
      `${Object.keys(bindings)} ${activation ?? ''} ${sums?.of ?? ''}`,
    ].join('; '),
    bindings,
    sizes: { rows, depth, columns, width: sums?.width ?? 0, threads: count },
    code: () => productCode(product, fours, tile, gpu.isSoftware),
    workgroups: threads(count, groupSize),
  });
}
