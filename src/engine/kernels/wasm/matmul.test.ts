// The processor's matrix product against sums written out in double precision.

import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../backend/backend.testing.ts';
import { fork } from '../../rng.ts';
import * as tf from '../../tf.ts';

beforeAll(() => useBackend('wasm'));

function numbers(count: number, purpose: string): Float32Array {
  const random = fork(1, purpose);
  return Float32Array.from({ length: count }, () => 2 * random.uniform() - 1);
}

/** [rows, depth] x [depth, columns], each element a sum of doubles. */
function product(a: Float32Array, b: Float32Array, rows: number, depth: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, i) => {
    const [m, n] = [Math.floor(i / columns), i % columns];
    let sum = 0;
    for (let k = 0; k < depth; k++) sum += (a[m * depth + k] ?? 0) * (b[k * columns + n] ?? 0);
    return sum;
  });
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? 0);
}

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

/** Whole tiles, edges of every kind, flat products that are not packed, more than one block of each dimension. */
const shapes = [
  [1, 1, 1],
  [4, 8, 8],
  [5, 7, 9],
  [3, 300, 19],
  [64, 32, 96],
  [66, 530, 261],
  [130, 2, 3],
] as const;

describe.each(shapes)('a product of %i x %i by %i columns', (rows, depth, columns) => {
  const [a, b] = [numbers(rows * depth, 'a'), numbers(depth * columns, 'b')];
  const expected = product(a, b, rows, depth, columns);
  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('with A transposed: %s, B transposed: %s, and the same bits every time', (transposeA, transposeB) => {
    const left = transposeA
      ? tf.tensor2d(transposed(a, rows, depth), [depth, rows])
      : tf.tensor2d(a, [rows, depth]);
    const right = transposeB
      ? tf.tensor2d(transposed(b, depth, columns), [columns, depth])
      : tf.tensor2d(b, [depth, columns]);
    const once = tf.matMul(left, right, transposeA, transposeB);
    expect(once.shape).toEqual([rows, columns]);
    expect(furthest(once.dataSync(), expected)).toBeLessThan(1e-6 * depth + 1e-6);
    expect(tf.matMul(left, right, transposeA, transposeB).dataSync()).toEqual(once.dataSync());
  });
});

describe('a product with mostly zeros', () => {
  const [rows, depth, columns] = [35, 130, 21];
  const a = numbers(rows * depth, 'a').map((value, i) => (i % 23 === 0 ? value : 0));
  const b = numbers(depth * columns, 'b');
  const upstream = numbers(rows * columns, 'c');

  it('is the same as any other', () => {
    const ours = tf.matMul(tf.tensor2d(a, [rows, depth]), tf.tensor2d(b, [depth, columns]));
    expect(furthest(ours.dataSync(), product(a, b, rows, depth, columns))).toBeLessThan(1e-5);
  });

  it('and so is its transpose with something else', () => {
    const ours = tf.matMul(tf.tensor2d(a, [rows, depth]), tf.tensor2d(upstream, [rows, columns]), true);
    const wanted = product(transposed(a, rows, depth), upstream, depth, rows, columns);
    expect(furthest(ours.dataSync(), wanted)).toBeLessThan(1e-5);
  });

  it('keeps what is not a number', () => {
    const spoiled = Float32Array.from(a);
    spoiled[5] = Number.NaN;
    const ours = tf.matMul(tf.tensor2d(spoiled, [rows, depth]), tf.tensor2d(b, [depth, columns]));
    expect(Array.from(ours.dataSync().subarray(0, columns)).every(Number.isNaN)).toBe(true);
  });
});

describe('batches of products', () => {
  it('go matrix by matrix, and share an operand that has no batch', () => {
    const [a, b] = [numbers(2 * 3 * 5 * 4, 'a'), numbers(3 * 4 * 6, 'b')];
    const ours = tf.matMul(tf.tensor(a, [2, 3, 5, 4]), tf.tensor(b, [3, 4, 6]));
    expect(ours.shape).toEqual([2, 3, 5, 6]);
    const values = ours.dataSync();
    for (let i = 0; i < 6; i++) {
      const [left, right] = [a.subarray(i * 20, (i + 1) * 20), b.subarray((i % 3) * 24, ((i % 3) + 1) * 24)];
      const part = values.subarray(i * 30, (i + 1) * 30);
      expect(furthest(part, product(left, right, 5, 4, 6))).toBeLessThan(1e-5);
    }
  });

  it('have gradients in both operands', () => {
    const [a, b] = [tf.tensor(numbers(40, 'a'), [2, 5, 4]), tf.tensor(numbers(48, 'b'), [2, 4, 6])];
    const [da, db] = tf.grads((x, y) => tf.sum(tf.matMul(x as tf.Tensor3D, y as tf.Tensor3D)))([a, b]);
    const ones = tf.ones([2, 5, 6]);
    const wantedA = tf.matMul(ones, tf.transpose(b, [0, 2, 1]));
    const wantedB = tf.matMul(tf.transpose(a, [0, 2, 1]), ones);
    expect(furthest(da?.dataSync() ?? [], wantedA.dataSync())).toBeLessThan(1e-5);
    expect(furthest(db?.dataSync() ?? [], wantedB.dataSync())).toBeLessThan(1e-5);
  });

  it('refuse matrices that do not fit each other', () => {
    expect(() => tf.matMul(tf.ones([2, 3]), tf.ones([4, 2]))).toThrowError('do not fit each other');
  });
});
