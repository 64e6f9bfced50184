// The optimisers: each turns gradients into changes of a model's variables, in place. Update rules as PyTorch's.
// Adding one = one builder here + one catalogue row.

import type { OptimizerId } from '../../shared/catalog/optimizers.ts';
import { isFused, runFused } from '../kernels/kernels.ts';
import * as tf from '../tf.ts';

export interface Optimizer {
  /** State beside the weights, in a fixed order: part of every checkpoint. */
  readonly slots: readonly tf.Variable[];
  /** The numbers of one update that change from step to step; `step` counts from 1. The host's part. */
  rates(learningRate: number, step: number): readonly number[];
  /**
   * One update: the device's part. `gradients` are in the order of the variables and stay the caller's; `rates` are the
   * numbers above, on the device, so that the same work can be repeated with others.
   */
  apply(gradients: readonly tf.Tensor[], rates: tf.Tensor1D): void;
}

/** A rule composed of TensorFlow.js's operations; `rates` come one by one. */
interface Rule extends Omit<Optimizer, 'apply'> {
  apply(gradients: readonly tf.Tensor[], rates: readonly tf.Scalar[]): void;
}

type Builder = (variables: readonly tf.Variable[], weightDecay: number) => Rule;

const zerosLike = (variables: readonly tf.Variable[]): tf.Variable[] =>
  variables.map((variable) => tf.tidy(() => tf.variable(tf.zerosLike(variable), false)));

/** Pairs of variable and gradient. */
function each(
  variables: readonly tf.Variable[],
  gradients: readonly tf.Tensor[],
  update: (variable: tf.Variable, gradient: tf.Tensor, index: number) => void,
): void {
  variables.forEach((variable, i) => {
    const gradient = gradients[i];
    if (gradient === undefined) throw new Error(`gradient ${i} of ${variables.length} is missing`);
    tf.tidy(() => update(variable, gradient, i));
  });
}

const sgd: Builder = (variables) => ({
  slots: [],
  rates: (learningRate) => [learningRate],
  apply(gradients, [learningRate]) {
    each(variables, gradients, (w, g) => w.assign(tf.sub(w, tf.mul(g, learningRate as tf.Scalar))));
  },
});

/** Heavy ball, PyTorch's form: velocity = 0.9 velocity + g; w -= lr velocity. */
const momentum: Builder = (variables) => {
  const slots = zerosLike(variables);
  return {
    slots,
    rates: (learningRate) => [learningRate],
    apply(gradients, [learningRate]) {
      each(variables, gradients, (w, g, i) => {
        const velocity = slots[i] as tf.Variable;
        velocity.assign(tf.add(tf.mul(velocity, 0.9), g));
        w.assign(tf.sub(w, tf.mul(velocity, learningRate as tf.Scalar)));
      });
    },
  };
};

/** Adam (Kingma, Ba 2014) with decoupled weight decay (Loshchilov, Hutter 2017); decay 0 is plain Adam. */
function adamWith(variables: readonly tf.Variable[], weightDecay: number): Rule {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const first = zerosLike(variables);
  const second = zerosLike(variables);
  return {
    slots: [...first, ...second],
    rates: (learningRate, step) => [
      learningRate / (1 - beta1 ** step),
      1 / Math.sqrt(1 - beta2 ** step),
      1 - learningRate * weightDecay,
    ],
    apply(gradients, rates) {
      const [stepSize, root, kept] = rates as [tf.Scalar, tf.Scalar, tf.Scalar];
      each(variables, gradients, (w, g, i) => {
        const m = first[i] as tf.Variable;
        const v = second[i] as tf.Variable;
        m.assign(tf.add(tf.mul(m, beta1), tf.mul(g, 1 - beta1)));
        v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(g), 1 - beta2)));
        const denominator = tf.add(tf.mul(tf.sqrt(v), root), epsilon);
        const decayed = weightDecay === 0 ? w : tf.mul(w, kept);
        w.assign(tf.sub(decayed, tf.mul(tf.div(m, denominator), stepSize)));
      });
    },
  };
}

const builders = {
  sgd,
  momentum,
  adam: (variables) => adamWith(variables, 0),
  adamw: adamWith,
} satisfies Record<OptimizerId, Builder>;

/** Slots are made at once, all zero, and are the caller's to dispose of. Only AdamW reads `weightDecay`. */
export function createOptimizer(
  id: OptimizerId,
  variables: readonly tf.Variable[],
  weightDecay: number,
): Optimizer {
  const rule = builders[id](variables, weightDecay);
  return {
    slots: rule.slots,
    rates: rule.rates,
    apply(gradients, rates) {
      if (isFused('update')) updateInPlace(id, variables, rule.slots, gradients, rates);
      else tf.tidy(() => rule.apply(gradients, tf.unstack(rates) as tf.Scalar[]));
    },
  };
}

/** All variables in one operation that writes where they lie. */
function updateInPlace(
  rule: OptimizerId,
  variables: readonly tf.Variable[],
  slots: readonly tf.Variable[],
  gradients: readonly tf.Tensor[],
  rates: tf.Tensor1D,
): void {
  const count = variables.length;
  const inputs: Record<string, tf.Tensor> = {};
  variables.forEach((variable, i) => {
    const [gradient, first, second] = [gradients[i], slots[i], slots[i + count]];
    if (gradient === undefined) throw new Error(`gradient ${i} of ${count} is missing`);
    inputs[`weight${i}`] = variable;
    inputs[`gradient${i}`] = gradient;
    if (first !== undefined) inputs[`first${i}`] = first;
    if (second !== undefined) inputs[`second${i}`] = second;
  });
  runFused('update', { rates, ...inputs }, { rule, count });
}
