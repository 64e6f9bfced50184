// Rows gathered and tensors shared on the processor; sums by segment.

import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../backend/backend.testing.ts';
import { tensorCount } from '../../backend/internals.ts';
import * as tf from '../../tf.ts';

beforeAll(() => useBackend('wasm'));

const table = () =>
  tf.tensor2d([
    [1, 2, 3],
    [4, 5, 6],
  ]);

describe('gather', () => {
  it('takes the rows named, floats and whole numbers alike', () => {
    expect(tf.gather(table(), tf.tensor1d([1, 0, 1], 'int32')).arraySync()).toEqual([
      [4, 5, 6],
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const whole = tf.gather(tf.tensor1d([7, 8, 9], 'int32'), tf.tensor2d([[2], [0]], [2, 1], 'int32'));
    expect([whole.dtype, whole.arraySync()]).toEqual(['int32', [[9], [7]]]);
  });

  it('leaves other axes to TensorFlow.js', () => {
    expect(tf.gather(table(), tf.tensor1d([2, 0], 'int32'), 1).arraySync()).toEqual([
      [3, 1],
      [6, 4],
    ]);
  });

  it('says which row is not there', () => {
    expect(() => tf.gather(table(), tf.tensor1d([0, 2], 'int32'))).toThrowError('row 2 was asked for, of 2');
    expect(() => tf.gather(table(), tf.tensor1d([-1], 'int32'))).toThrowError('row -1');
  });

  it('has a gradient: each row collects what came from it', () => {
    const ids = tf.tensor1d([1, 0, 1], 'int32');
    const weights = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3]);
    const [gradient] = tf.grads((x) => tf.sum(tf.mul(tf.gather(x, ids), weights)))([table()]);
    expect(gradient?.arraySync()).toEqual([
      [4, 5, 6],
      [8, 10, 12],
    ]);
  });
});

describe('clone', () => {
  it('outlives its original and leaves nothing behind', () => {
    const before = tensorCount();
    const original = table();
    const copy = tf.clone(original);
    original.dispose();
    expect(Array.from(copy.dataSync())).toEqual([1, 2, 3, 4, 5, 6]);
    copy.dispose();
    expect(tensorCount()).toBe(before);
  });
});
