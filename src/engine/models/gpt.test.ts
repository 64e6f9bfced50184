// The GPT against PyTorch in logits and gradients; causality; the cache; that it learns; that it leaks nothing.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { gptParameters } from '../../shared/catalog/models.ts';
import { useBackend } from '../backend/backend.testing.ts';
import { tensorCount } from '../backend/internals.ts';
import { crossEntropy } from '../losses/cross-entropy.ts';
import { uploadNoise } from '../noise.ts';
import { oneHot } from '../ops/one-hot.ts';
import { createOptimizer } from '../optim/optimizer.ts';
import { fork } from '../rng.ts';
import * as tf from '../tf.ts';
import { createGpt, type Gpt, type GptCache, type GptShape } from './gpt.ts';

interface Fixture {
  shape: Pick<GptShape, 'nLayer' | 'nHead' | 'nEmbd' | 'blockSize' | 'vocabSize'>;
  weights: Record<string, number[]>;
  ids: number[][];
  targets: number[][];
  logits: number[];
  loss: number;
  gradients: Record<string, number[]>;
}
const fixture = JSON.parse(readFileSync(new URL('./gpt.fixtures.json', import.meta.url), 'utf8')) as Fixture;

const small: GptShape = {
  nLayer: 2,
  nHead: 2,
  nEmbd: 16,
  blockSize: 8,
  vocabSize: 13,
  tied: true,
  dropout: 0,
};
const create = (shape: Partial<GptShape> = {}, seed = 1): Gpt =>
  createGpt({ ...small, ...shape }, fork(seed, 'gpt'));
const tokens = (rows: number, length: number, seed = 1): tf.Tensor2D => {
  const random = fork(seed, 'tokens');
  return tf.tensor2d(
    Int32Array.from({ length: rows * length }, () => random.below(small.vocabSize)),
    [rows, length],
    'int32',
  );
};
const targetsOf = (ids: tf.Tensor2D, classes: number) => oneHot(tf.reshape(ids, [ids.size]), classes);
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

/** Losses of so many steps on one batch, and how many tensors there are more behind the last than behind the second. */
function learnOneBatch(steps: number): { losses: number[]; leaked: number } {
  const model = create({ nEmbd: 32, tied: false });
  const optimizer = createOptimizer('adam', model.variables, 0);
  const [ids, targets] = [tokens(4, 8), targetsOf(tokens(4, 8, 2), small.vocabSize)];
  let count = 0;
  const losses = Array.from({ length: steps }, (_, i) => {
    const loss = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () => crossEntropy(model.logits(ids), targets),
        [...model.variables],
      );
      const gradients = model.variables.map(({ name }) => grads[name] as tf.Tensor);
      optimizer.apply(gradients, tf.tensor1d([...optimizer.rates(0.005, i + 1)]));
      return value.dataSync()[0] ?? Number.NaN;
    });
    if (i === 1) count = tensorCount();
    return loss;
  });
  return { losses, leaked: tensorCount() - count };
}

describe.each(['cpu', 'wasm'] as const)('GPT on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('gives the logits, the loss and the gradients of PyTorch from the same checkpoint', () => {
    const model = createGpt({ ...fixture.shape, tied: true, dropout: 0 }, fork(1, 'gpt'));
    expect([...model.names].sort()).toEqual(Object.keys(fixture.weights).sort());
    model.names.forEach((name, i) => {
      const variable = model.variables[i] as tf.Variable;
      tf.tidy(() => variable.assign(tf.tensor(fixture.weights[name] ?? [], variable.shape)));
    });
    const ids = tf.tensor2d(fixture.ids, undefined, 'int32');
    const targets = targetsOf(tf.tensor2d(fixture.targets, undefined, 'int32'), fixture.shape.vocabSize);
    expect(furthest(model.logits(ids).dataSync(), fixture.logits)).toBeLessThan(1e-4);
    const { value, grads } = tf.variableGrads(
      () => crossEntropy(model.logits(ids), targets),
      [...model.variables],
    );
    expect(value.dataSync()[0]).toBeCloseTo(fixture.loss, 5);
    model.names.forEach((name, i) => {
      const ours = grads[(model.variables[i] as tf.Variable).name] as tf.Tensor;
      expect(furthest(ours.dataSync(), fixture.gradients[name] ?? [])).toBeLessThan(1e-4);
    });
  });

  it('never looks ahead', () => {
    const model = create();
    const before = tokens(1, 8);
    const changed = Int32Array.from(before.dataSync());
    changed[5] = ((changed[5] ?? 0) + 1) % small.vocabSize;
    const [a, b] = [before, tf.tensor2d(changed, [1, 8], 'int32')].map((ids) =>
      model.logits(ids).arraySync(),
    );
    expect(b?.slice(0, 5)).toEqual(a?.slice(0, 5));
    expect(b?.[5]).not.toEqual(a?.[5]);
  });

  it('token by token with a cache gives the logits of the whole at once', () => {
    const model = create();
    const ids = tokens(2, 8);
    const whole = model.logits(ids).arraySync();
    let cache: GptCache | null = null;
    for (let t = 0; t < 8; t++) {
      const step: ReturnType<Gpt['extend']> = model.extend(tf.slice(ids, [0, t], [2, 1]), cache);
      cache = step.cache;
      step.logits.arraySync().forEach((row, b) => {
        expect(furthest(row, whole[b * 8 + t] ?? [])).toBeLessThan(1e-5);
      });
    }
  });

  it('learns one batch, with as many tensors after each step', () => {
    const { losses, leaked } = learnOneBatch(12);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
    expect(leaked).toBe(0);
  });
});

describe('GPT', () => {
  beforeAll(() => useBackend('wasm'));

  it('overfits one batch to under 0.05 nats', () => {
    expect(learnOneBatch(120).losses.at(-1)).toBeLessThan(0.05);
  });

  it.each([true, false])('counts its parameters (tied: %s)', (tied) => {
    const model = create({ tied });
    const actual = model.variables.reduce((sum, { size }) => sum + size, 0);
    expect(gptParameters({ ...small, tied }, small.blockSize, small.vocabSize)).toBe(actual);
  });

  it.each([true, false])(
    'has the gradient that finite differences show, of every variable (tied: %s)',
    async (tied) => {
      await useBackend('cpu');
      const model = create({ tied });
      // Larger weights than fresh ones, so that every variable matters.
      const random = fork(2, 'finite differences');
      for (const variable of model.variables) {
        const noise = Float32Array.from({ length: variable.size }, () => 0.2 * random.normal());
        tf.tidy(() => variable.assign(tf.add(variable, tf.tensor(noise, variable.shape))));
      }
      const [ids, targets] = [tokens(3, 8), targetsOf(tokens(3, 8, 2), small.vocabSize)];
      const loss = () => tf.tidy(() => crossEntropy(model.logits(ids), targets).dataSync()[0] ?? Number.NaN);
      const { grads } = tf.variableGrads(
        () => crossEntropy(model.logits(ids), targets),
        [...model.variables],
      );
      for (const [i, variable] of model.variables.entries()) {
        const gradient = grads[variable.name] as tf.Tensor;
        const norm = Math.sqrt(tf.sum(tf.square(gradient)).dataSync()[0] ?? 0);
        if (model.names[i]?.endsWith('c_attn.bias') !== true) expect(norm).toBeGreaterThan(1e-4);
        // Along the gradient itself a step of e changes the loss by 2 e |g|: far above what float32 rounds off.
        const step = 0.01;
        const direction = tf.mul(gradient, step / Math.max(norm, 1e-12));
        const original = tf.clone(variable);
        const at = (sign: 1 | -1) => {
          tf.tidy(() => variable.assign(tf.add(original, tf.mul(direction, sign))));
          return loss();
        };
        const slope = (at(1) - at(-1)) / (2 * step);
        variable.assign(original);
        expect(Math.abs(slope - norm), model.names[i]).toBeLessThan(0.02 * norm + 2e-4);
      }
      await useBackend('wasm');
    },
  );

  it('starts near the loss of a uniform guess', () => {
    const loss = crossEntropy(
      create().logits(tokens(8, 8)),
      targetsOf(tokens(8, 8, 2), small.vocabSize),
    ).dataSync()[0];
    expect(Math.abs((loss ?? 0) - Math.log(small.vocabSize))).toBeLessThan(0.1);
  });

  it('drops other activations at each step, the same for the same seed, and none without noise', () => {
    const model = create({ dropout: 0.5 });
    const ids = tokens(2, 8);
    const at = (step: number) => model.logits(ids, uploadNoise(step)).dataSync();
    expect(at(1)).toEqual(at(1));
    expect(at(2)).not.toEqual(at(1));
    expect(model.logits(ids).dataSync()).toEqual(model.logits(ids).dataSync());
  });

  it('refuses an embedding that its heads cannot share, and says what fits', () => {
    expect(() => create({ nEmbd: 50, nHead: 4 })).toThrowError('cannot be divided among 4 heads');
  });
});
