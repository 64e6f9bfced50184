// For tests: the reference cases of fixtures.json on whatever backend is current, in Node and in a browser alike.

import { type LossId, lossRow } from '../../shared/catalog/losses.ts';
import type { Inside } from '../models/model.ts';
import { fusedDivergence } from '../ops/divergence.ts';
import { oneHot } from '../ops/one-hot.ts';
import * as tf from '../tf.ts';
import { distillLosses } from './loss.ts';

type Numbers = readonly number[] | { readonly seed: number; readonly spread: number };
interface Shortened {
  readonly step: number;
  readonly values: readonly number[];
  readonly norm: number;
}
interface Expected {
  readonly value: number;
  readonly gradients: readonly Shortened[];
  /** Sizes of a value and of a gradient below which single precision has not five digits left. */
  readonly small: readonly [number, number];
}
type Own = Readonly<Record<string, number | boolean | string>>;
interface Made {
  readonly shape: readonly number[];
  readonly seed: number;
  readonly spread: number;
}
interface InsideFixture extends Expected {
  readonly name: string;
  readonly loss: LossId;
  readonly own: Own;
  readonly rows: number;
  readonly rowsPerExample: number;
  readonly weights: readonly number[] | null;
  readonly studentHidden: readonly Made[];
  readonly teacherHidden: readonly Made[];
  readonly studentAttention: readonly Made[];
  readonly teacherAttention: readonly Made[];
  readonly trained: readonly Made[];
}
export interface LossFixtures {
  readonly answers: readonly {
    readonly name: string;
    readonly shape: readonly [number, number];
    readonly student: Numbers;
    readonly teacher: Numbers;
    readonly weights: readonly number[] | null;
    readonly results: readonly {
      readonly loss: LossId;
      readonly own: Own;
      readonly temperature: number;
      readonly tSquared: boolean;
      readonly value: number;
      readonly gradient: Shortened;
      readonly small: Expected['small'];
    }[];
  }[];
  readonly inside: readonly InsideFixture[];
}

/** One loss on one input, to be computed and compared. */
export interface ParityCase {
  readonly loss: LossId;
  readonly name: string;
  compare(): Promise<Parity>;
}

export interface Parity {
  /** Relative error of the value and of the gradients; NaN where something is not a finite number. */
  readonly value: number;
  readonly gradient: number;
}

/** The generator of scripts/fixtures/losses.py. */
function numbers(from: Numbers, count: number): Float32Array {
  if (!('seed' in from)) return Float32Array.from(from);
  let state = from.seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 16) / 2 ** 15 - 1) * from.spread;
  });
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const made = ({ shape, ...from }: Made): tf.Tensor => tf.tensor(numbers(from, sizeOf(shape)), [...shape]);

/** The future masked as the model masks it. */
function scores(spec: Made): tf.Tensor {
  const length = spec.shape.at(-1) ?? 0;
  const values = numbers(spec, sizeOf(spec.shape)).map((value, i) => {
    const [row, column] = [Math.floor(i / length) % length, i % length];
    return column > row ? -1e9 : value;
  });
  return tf.tensor(values, [...spec.shape]);
}

/** Largest difference relative to the largest expected number, or to `small` where all are smaller. */
function relativeError(actual: readonly number[], expected: readonly number[], small: number): number {
  if (actual.length !== expected.length || !actual.every(Number.isFinite)) return Number.NaN;
  const size = Math.max(small, ...expected.map(Math.abs));
  return Math.max(0, ...expected.map((value, i) => Math.abs((actual[i] ?? 0) - value))) / size;
}

/** All numbers of the file are looked at, and of those it left out their length. */
function gradientError(actual: Float32Array, { step, values, norm }: Shortened, small: number): number {
  const kept = Array.from(actual).filter((_, i) => i % step === 0);
  const length = Math.hypot(...actual);
  return Math.max(relativeError(kept, values, small), relativeError([length], [norm], small));
}

/** Parameters as scalars, forms as they are: what the loss takes of `own` follows from their kind and the catalogue. */
const asScalars = (own: Own) =>
  Object.fromEntries(
    Object.entries(own).map(([key, value]) => [
      key,
      tf.scalar(typeof value === 'string' ? 0 : Number(value)),
    ]),
  );

async function measured(
  differentiated: readonly tf.Tensor[],
  loss: (inputs: readonly tf.Tensor[]) => tf.Scalar,
  { value, gradients, small }: Expected,
): Promise<Parity> {
  const results = tf.tidy(() => {
    // A loss that leaves an input alone has the gradient 0 there, which TensorFlow.js refuses to say.
    const idle = (inputs: readonly tf.Tensor[]) =>
      inputs.map((input) => tf.mul(0, tf.sum(input))).reduce((sum, nothing) => tf.add(sum, nothing));
    const { value: ours, grads } = tf.valueAndGrads(
      (...inputs) => tf.add(loss(inputs), idle(inputs)) as tf.Scalar,
    )([...differentiated]);
    return [ours, ...grads];
  });
  const arrays = await Promise.all(results.map((result) => result.data<'float32'>()));
  tf.dispose([results, [...differentiated]]);
  const errors = gradients.map((expected, i) =>
    gradientError(arrays[i + 1] ?? new Float32Array(), expected, small[1]),
  );
  return {
    value: relativeError([arrays[0]?.[0] ?? Number.NaN], [value], small[0]),
    gradient: errors.some(Number.isNaN) ? Number.NaN : Math.max(...errors),
  };
}

const weightsOf = (weights: readonly number[] | null) =>
  weights === null ? null : tf.tensor1d([...weights]);

interface Called {
  readonly forms: Own;
  readonly temperature: tf.Scalar;
  readonly scale: tf.Scalar;
}

/** As training calls it: by its kernel where the backend has one. */
function call(id: LossId, inputs: Called & Record<string, unknown>): tf.Scalar {
  const composed = distillLosses[id] as unknown as (inputs: object) => tf.Scalar;
  const fused = fusedDivergence(id, inputs.forms) as ((inputs: object) => tf.Scalar) | null;
  const numbers = [0, 0, 1, ...Object.keys(lossRow(id).params).map((key) => Number(inputs.forms[key]))];
  const live = tf.concat([tf.stack([inputs.temperature, inputs.scale]), tf.tensor1d(numbers)]);
  return (fused ?? composed)({ ...inputs, live });
}

export function answerCases({ answers }: LossFixtures): ParityCase[] {
  return answers.flatMap(({ name, shape, results, ...input }) =>
    results.map((result): ParityCase => {
      const { loss, own, temperature, tSquared } = result;
      const settings = Object.entries(own).map(([key, value]) => ` ${key}=${value}`);
      return {
        loss,
        name: `${loss}${settings.join('')}, ${name}, T=${temperature}${tSquared ? '' : ' without T²'}`,
        compare: () =>
          measured(
            [tf.tensor2d(numbers(input.student, sizeOf(shape)), [...shape])],
            ([student]) => {
              const rows = Int32Array.from({ length: shape[0] }, (_, row) => (3 * row + 1) % shape[1]);
              return call(loss, {
                student,
                teacher: tf.tensor2d(numbers(input.teacher, sizeOf(shape)), [...shape]),
                temperature: tf.scalar(temperature),
                scale: tf.scalar(tSquared ? temperature ** 2 : 1),
                targets: oneHot(tf.tensor1d(rows, 'int32'), shape[1]),
                weights: weightsOf(input.weights),
                rowsPerExample: 1,
                params: asScalars(own),
                forms: own,
                inside: null,
                trained: [],
              });
            },
            { ...result, gradients: [result.gradient] },
          ),
      };
    }),
  );
}

function insideCase(fixture: InsideFixture): ParityCase {
  const { loss, own, rows, weights, rowsPerExample, studentHidden, studentAttention, trained } = fixture;
  return {
    loss,
    name: `${loss}, ${fixture.name}`,
    compare: () => {
      const student = [...studentHidden.map(made), ...studentAttention.map(scores), ...trained.map(made)];
      const logits = tf.zeros([rows, 2]);
      return measured(
        student,
        (inputs) => {
          const hidden = inputs.slice(0, studentHidden.length);
          const attention = inputs.slice(hidden.length, hidden.length + studentAttention.length);
          const inside = (hidden: readonly tf.Tensor[], attention: readonly tf.Tensor[]) =>
            ({ logits, hidden, attention }) as Inside;
          return call(loss, {
            student: logits,
            teacher: logits,
            temperature: tf.scalar(1),
            scale: tf.scalar(1),
            targets: logits,
            weights: weightsOf(weights),
            rowsPerExample,
            params: asScalars(own),
            forms: own,
            inside: {
              student: inside(hidden, attention),
              teacher: inside(fixture.teacherHidden.map(made), fixture.teacherAttention.map(scores)),
            },
            trained: inputs.slice(hidden.length + attention.length),
          });
        },
        fixture,
      ).finally(() => logits.dispose());
    },
  };
}

/** Every case of the file. */
export const parityCases = (fixtures: LossFixtures): ParityCase[] => [
  ...answerCases(fixtures),
  ...fixtures.inside.map(insideCase),
];
