// DIST on the graphics card: how little the softened answers of student and teacher correlate, over the classes of a row and
// over the rows of a class, and the gradient in the student's logits. The formula, with its source, is losses/dist.ts.

import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { FusedKernels } from '../kernels.ts';
import { type Binding, fused, type Gpu, read, runRows, write } from './kernel.ts';
import { logSum, rowStart, sumOfClasses, sumOfRows } from './rows.ts';

type Inputs = FusedKernels['dist']['inputs'];

/** Of a row: logarithms of both sums, both means, both scales, `along`, and how little it correlates times its weight. */
const ofRow = 8;
/** Of a class: both means, both scales, `along`, and how little it correlates. */
const ofClass = 6;

/** Added to a squared length, as in ops/unit-vectors.ts. */
const epsilon = '1e-10';

const bindingsOf = ({ logits, teacher, weights, live }: Inputs): Record<string, Binding> => ({
  logits: read(logits),
  teacher: read(teacher),
  ...(weights && { weights: read(weights) }),
  live: read(live),
});

const shareOf = (weighted: boolean): string => (weighted ? 'weights[r]' : '1.0 / f32(sizes.rows)');

type Sum = (name: string, term: string) => string;

/**
 * How little `s` and `t` correlate, over what `sum` walks, each time times `weight`: `apart`, half the squared distance of
 * the two as unit vectors around their means, and `along`, which its gradient in `s` needs.
 */
const correlation = (sum: Sum, s: string, t: string, weight: string, mean: (total: string) => string) => `
  ${sum('sTotal', `${weight} * ${s}`)}
  ${sum('tTotal', `${weight} * ${t}`)}
  let sMean = ${mean('sTotal')};
  let tMean = ${mean('tTotal')};
  ${sum('sSquares', `${weight} * (${s} - sMean) * (${s} - sMean)`)}
  ${sum('tSquares', `${weight} * (${t} - tMean) * (${t} - tMean)`)}
  let sScale = inverseSqrt(sSquares + ${epsilon});
  let tScale = inverseSqrt(tSquares + ${epsilon});
  let sShort = ${epsilon} / (sSquares + ${epsilon});
  let tShort = ${epsilon} / (tSquares + ${epsilon});
  ${sum('squares', `${weight} * pow2((${s} - sMean) * sScale - (${t} - tMean) * tScale)`)}
  ${sum('crossed', `${weight} * ((${s} - sMean) * sScale - (${t} - tMean) * tScale) * (${s} - sMean) * sScale`)}
  let apart = 0.5 * (squares + sShort + tShort);
  let along = crossed + sShort;`;

const functions = 'fn pow2(x: f32) -> f32 { return x * x; }';

/** The gradient of `apart` in `s`, from what was kept in `from`. */
const pull = (s: string, t: string, from: (i: number) => string): string => {
  const [u, v] = [`(${s} - ${from(0)}) * ${from(2)}`, `(${t} - ${from(1)}) * ${from(3)}`];
  return `${from(2)} * (${u} - ${v} - ${u} * ${from(4)})`;
};

/** Statistics of rows [R, 8] and of classes [K, 6]; the caller's. */
function measure(inputs: Inputs, gpu: Gpu): { rowStats: TensorInfo; classStats: TensorInfo } {
  const [rows, columns] = inputs.logits.shape;
  const isWeighted = inputs.weights !== undefined;
  const rowStats = gpu.output([rows, ofRow]);
  const classStats = gpu.output([columns, ofClass]);
  const bindings = bindingsOf(inputs);
  runRows(gpu, {
    key: 'dist rows',
    bindings: { ...bindings, rowStats: write(rowStats) },
    sizes: { rows, columns },
    rows,
    functions,
    body: () => `${rowStart(isWeighted)}
  let T = live[0];
  ${logSum('student', 'logits[start + c] / T')}
  ${logSum('taught', 'teacher[start + c] / T')}
  ${correlation(
    sumOfClasses,
    'exp(logits[start + c] / T - student)',
    'exp(teacher[start + c] / T - taught)',
    '1.0',
    (total) => `${total} / f32(sizes.columns)`,
  )}
  if (lane == 0u) {
    let at = ${ofRow}u * row;
    ${['student', 'taught', 'sMean', 'tMean', 'sScale', 'tScale', 'along', 'share * apart']
      .map((value, i) => `rowStats[at + ${i}u] = ${value};`)
      .join('\n    ')}
  }`,
  });
  runRows(gpu, {
    key: 'dist classes',
    bindings: { ...bindings, rowStats: read(rowStats), classStats: write(classStats) },
    sizes: { rows, columns },
    rows: columns,
    functions,
    body: () => `
  let T = live[0];
  ${correlation(
    sumOfRows,
    `exp(logits[r * sizes.columns + row] / T - rowStats[${ofRow}u * r])`,
    `exp(teacher[r * sizes.columns + row] / T - rowStats[${ofRow}u * r + 1u])`,
    shareOf(isWeighted),
    (total) => total,
  )}
  if (lane == 0u) {
    let at = ${ofClass}u * row;
    ${['sMean', 'tMean', 'sScale', 'tScale', 'along', 'apart']
      .map((value, i) => `classStats[at + ${i}u] = ${value};`)
      .join('\n    ')}
  }`,
  });
  return { rowStats, classStats };
}

const dist = fused('dist', (inputs, _attributes, gpu) => {
  const [rows, columns] = inputs.logits.shape;
  const { rowStats, classStats } = measure(inputs, gpu);
  const value = gpu.output([]);
  const { weights, live } = inputs;
  runRows(gpu, {
    key: 'dist sum',
    bindings: {
      rowStats: read(rowStats),
      classStats: read(classStats),
      ...(weights && { weights: read(weights) }),
      live: read(live),
      value: write(value),
    },
    sizes: { rows, columns },
    rows: 1,
    body: () => `${sumOfRows('acrossClasses', `rowStats[${ofRow}u * r + 7u]`)}
  ${sumOfRows('counted', shareOf(weights !== undefined))}
  ${sumOfClasses('acrossRows', `classStats[${ofClass}u * c + 5u]`)}
  if (lane == 0u) {
    value[0] = live[1] * (live[5] * acrossClasses + live[6] * acrossRows / f32(sizes.columns) * counted);
  }`,
  });
  gpu.release(rowStats);
  gpu.release(classStats);
  return [value];
});

const distGradient = fused('distGradient', ({ dy, ...inputs }, _attributes, gpu) => {
  const [rows, columns] = inputs.logits.shape;
  const { rowStats, classStats } = measure(inputs, gpu);
  const output = gpu.output([rows, columns]);
  const each = `
    let s = exp(logits[start + c] / T - rowStats[at]);
    let t = exp(teacher[start + c] / T - rowStats[at + 1u]);
    let inRow = ${pull('s', 't', (i) => `rowStats[at + ${i + 2}u]`)};
    let inClass = ${pull('s', 't', (i) => `classStats[${ofClass}u * c + ${i}u]`)};
    let pulled = live[5] * inRow + live[6] / f32(sizes.columns) * inClass;`;
  runRows(gpu, {
    key: 'distGradient',
    bindings: {
      ...bindingsOf(inputs),
      rowStats: read(rowStats),
      classStats: read(classStats),
      dy: read(dy),
      result: write(output),
    },
    sizes: { rows, columns },
    rows,
    body: () => `${rowStart(inputs.weights !== undefined)}
  let T = live[0];
  let at = ${ofRow}u * row;
  ${sumOfClasses('pulls', 's * pulled', each)}
  for (var c = lane; c < sizes.columns; c += lanes) {${each}
    result[start + c] = dy[0] * share * live[1] / T * s * (pulled - pulls);
  }`,
  });
  gpu.release(rowStats);
  gpu.release(classStats);
  return [output];
});

export const distKernels = [dist, distGradient];
