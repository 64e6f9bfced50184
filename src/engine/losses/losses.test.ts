// Every loss against PyTorch's numbers, in value and gradient, on both processor backends; and the traps by their names.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type LossId, lossIds, lossRow } from '../../shared/catalog/losses.ts';
import { useBackend } from '../backend/backend.testing.ts';
import { oneHot } from '../ops/one-hot.ts';
import * as tf from '../tf.ts';
import { crossEntropy } from './cross-entropy.ts';
import { distillLosses, type LossInputs } from './loss.ts';
import { type LossFixtures, parityCases } from './parity.testing.ts';

const fixtures = JSON.parse(
  readFileSync(new URL('./fixtures.json', import.meta.url), 'utf8'),
) as LossFixtures;
/** WebAssembly's kernels add up in single precision, one number after the other. */
const tolerances = { cpu: 1e-5, wasm: 2e-5 };

function valueAndGradient(f: (z: tf.Tensor2D) => tf.Scalar, logits: number[], shape: [number, number]) {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((z) => f(z as tf.Tensor2D))(tf.tensor2d(logits, shape));
    return { value: value.dataSync()[0] ?? Number.NaN, gradient: grad.dataSync() };
  });
}

interface Setting {
  readonly T?: number;
  readonly tSquared?: boolean;
  readonly weights?: number[];
  readonly own?: Readonly<Record<string, number | string | boolean>>;
}

/** Value and gradient of a loss at its catalogue's defaults, or at `own`. */
function distill(
  id: LossId,
  z: number[],
  v: number[],
  shape: [number, number],
  { T = 1, tSquared = true, weights, own = {} }: Setting = {},
) {
  const { params, forms } = lossRow(id);
  const settings = Object.fromEntries(
    Object.entries({ ...params, ...forms }).map(([key, spec]) => [key, own[key] ?? spec.default]),
  );
  const loss = distillLosses[id] as (inputs: LossInputs) => tf.Scalar;
  const labels = Int32Array.from({ length: shape[0] }, (_, row) => row % shape[1]);
  return valueAndGradient(
    (student) =>
      loss({
        student,
        teacher: tf.tensor2d(v, shape),
        temperature: tf.scalar(T),
        scale: tf.scalar(tSquared ? T * T : 1),
        targets: oneHot(tf.tensor1d(labels), shape[1]),
        weights: weights === undefined ? null : tf.tensor1d(weights),
        rowsPerExample: 1,
        params: Object.fromEntries(
          Object.keys(params).map((key) => [key, tf.scalar(Number(settings[key]))]),
        ) as never,
        forms: settings as never,
        inside: null,
        trained: [],
      }),
    z,
    shape,
  );
}

const onAnswers = lossIds.filter((id) => lossRow(id).family !== 'inside' && lossRow(id).hasTerm);
const norm = ({ gradient }: { gradient: ArrayLike<number> }) => Math.hypot(...Array.from(gradient));

describe.each(['cpu', 'wasm'] as const)('losses on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  const cases = parityCases(fixtures);

  it.each(lossIds)('%s is as PyTorch says, in value and gradient, and always finite', async (id) => {
    const own = cases.filter(({ loss }) => loss === id);
    expect(own.length).toBeGreaterThanOrEqual(4);
    const wrong: string[] = [];
    for (const { name, compare } of own) {
      const { value, gradient } = await compare();
      // NaN, where something was not finite, is no smaller than anything.
      if (!(Math.max(value, gradient) <= tolerances[backend])) wrong.push(`${name}: ${value}, ${gradient}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(onAnswers)('%s counts only the rows of its mask, and nothing under an empty one', (id) => {
    const [z, v] = [
      [1, 2, 3, -1, 0, 1, 2, 0, 0],
      [0, 1, 0, 5, 5, -5, 1, 2, 0],
    ];
    const masked = (weights: number[]) => distill(id, z, v, [3, 3], { weights });
    const first = distill(id, z.slice(0, 6), v.slice(0, 6), [2, 3]);
    expect(masked([0.5, 0.5, 0]).value).toBeCloseTo(first.value, 5);
    expect([...masked([0.5, 0.5, 0]).gradient.slice(6)].map(Math.abs)).toEqual([0, 0, 0]);
    expect(Math.abs(masked([0, 0, 0]).value)).toBe(0);
    expect([...masked([0, 0, 0]).gradient].map(Math.abs)).toEqual(Array(9).fill(0));
  });

  it('cross-entropy with smoothed targets is the label-smoothing loss', () => {
    const z = [1, 2, 3, -1, 0, 1];
    const { value } = distill('labelSmoothing', z, z, [2, 3], { own: { smoothing: 0.3 } });
    const targets = tf.tensor2d([
      [0.8, 0.1, 0.1],
      [0.1, 0.8, 0.1],
    ]);
    const expected = valueAndGradient((logits) => crossEntropy(logits, targets), z, [2, 3]).value;
    expect(value).toBeCloseTo(expected, 6);
  });

  it.each(onAnswers.filter((id) => !['labelSmoothing', 'sequenceNll'].includes(id)))(
    '%s is 0 and at rest where the models agree',
    (id) => {
      const z = [1, -2, 0.5, 3, 0, 1];
      const { value, gradient } = distill(id, z, z, [2, 3], { T: 2, own: { k: 3, tail: true } });
      expect(Math.abs(value)).toBeLessThan(1e-5);
      expect(Math.max(...Array.from(gradient, Math.abs))).toBeLessThan(1e-5);
    },
  );

  it('near its ends jsd fades, unless it is kept steady; then it becomes the two KLs', () => {
    const [z, v] = [
      [2, 0, -1],
      [0, 1, 1],
    ];
    const at = (beta: number, steady: boolean) => distill('jsd', z, v, [1, 3], { own: { beta, steady } });
    expect(norm(at(0.01, false)) / norm(at(0.5, false))).toBeLessThan(0.1);
    expect(norm(at(0.99, false)) / norm(at(0.5, false))).toBeLessThan(0.1);
    const [forward, reverse] = [distill('forwardKl', z, v, [1, 3]), distill('reverseKl', z, v, [1, 3])];
    expect(at(0.01, true).value / forward.value).toBeCloseTo(1, 1);
    expect(at(0.99, true).value / reverse.value).toBeCloseTo(1, 1);
  });

  it('dkd with equal weights on both parts hears the other classes more than KL does', () => {
    const [z, v] = [
      [5, 0, 1],
      [8, 1, 0],
    ];
    const own = { targetWeight: 1, otherWeight: 1 };
    const kl = distill('forwardKl', z, v, [1, 3]);
    const decoupled = distill('dkd', z, v, [1, 3], { own });
    const others = ({ gradient }: typeof kl) => Math.abs((gradient[1] ?? 0) - (gradient[2] ?? 0));
    expect(others(decoupled) / others(kl)).toBeGreaterThan(50);
  });

  it('trap: a top-k teacher without a tail bucket is a sharper teacher', () => {
    const v = Array.from({ length: 50 }, (_, k) => -0.05 * k);
    const ask = (tail: boolean) => distill('topKKl', v, v, [1, 50], { own: { k: 5, tail } });
    expect(Math.abs(ask(true).value)).toBeLessThan(1e-5);
    expect(ask(false).value).toBeGreaterThan(1);
  });

  it('trap: without T^2 the gradient fades as T grows, with it it does not', () => {
    const [z, v] = [
      [1, -1, 0.5, 2],
      [2, 1, -1, 0],
    ];
    const at = (T: number, tSquared: boolean) => norm(distill('forwardKl', z, v, [1, 4], { T, tSquared }));
    expect(at(8, false) / at(1, false)).toBeLessThan(0.1);
    expect(at(8, true) / at(1, true)).toBeGreaterThan(0.5);
  });

  it('trap: forward and reverse KL are not each other', () => {
    const [z, v] = [
      [3, 0, 0],
      [1, 1, -4],
    ];
    const forward = distill('forwardKl', z, v, [1, 3]);
    const reverse = distill('reverseKl', z, v, [1, 3]);
    expect(Math.abs(forward.value - reverse.value)).toBeGreaterThan(0.1);
    expect(distill('reverseKl', v, z, [1, 3]).value).toBeCloseTo(forward.value, 5);
  });

  it('trap: reverse KL against a teacher probability of exactly 0 keeps a finite gradient', () => {
    const { value, gradient } = distill('reverseKl', [0, 0], [0, -1e4], [1, 2]);
    expect(Number.isFinite(value)).toBe(true);
    expect([...gradient].every(Number.isFinite)).toBe(true);
  });

  it('trap: KL is 0 where the models agree, cross-entropy is not', () => {
    expect(distill('forwardKl', [1, 2, 3], [1, 2, 3], [1, 3], { T: 2 }).value).toBeCloseTo(0, 6);
  });
});
