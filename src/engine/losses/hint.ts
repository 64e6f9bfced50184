// Hint: mean over rows and units of (projector(student hidden) - teacher hidden)^2. Romero et al. 2014, "FitNets". The
// projector is a linear layer that is trained with the student and thrown away afterwards; FitNets halves the sum over units,
// RepDistiller and this take `F.mse_loss`. FitNets compares middle layers in a stage of its own; here the term joins the loss.

import type { Model } from '../models/model.ts';
import { dense } from '../ops/dense.ts';
import { meanRows } from '../ops/mean-rows.ts';
import type { Random } from '../rng.ts';
import * as tf from '../tf.ts';
import type { LossInputs } from './loss.ts';

/** Which of `count` hidden layers is meant. */
const layerAt = (where: string, count: number): number =>
  where === 'last' ? count - 1 : Math.floor((count - 1) / 2);

const at = <X>(states: readonly X[], where: string): X => {
  const state = states[layerAt(where, states.length)];
  if (state === undefined) throw new Error('a hint needs a hidden layer in teacher and student');
  return state;
};

/** Weight and bias from the student's width to the teacher's, drawn as `nn.Linear` does. */
export function hintProjector(
  student: Model,
  teacher: Model,
  { layer }: { readonly layer: string },
  random: Random,
): readonly tf.Variable[] {
  const [from, to] = [at(student.hiddenWidths, layer), at(teacher.hiddenWidths, layer)];
  const draw = (size: number) =>
    Float32Array.from({ length: size }, () => (2 * random.uniform() - 1) / Math.sqrt(from));
  return tf.tidy(() => [
    tf.variable(tf.tensor2d(draw(from * to), [from, to])),
    tf.variable(tf.tensor1d(draw(to))),
  ]);
}

export function hint({ inside, trained, weights, forms }: LossInputs<'hint'>): tf.Scalar {
  return tf.tidy(() => {
    if (inside === null) throw new Error('a hint needs to look inside the models');
    const [weight, bias] = trained as readonly tf.Tensor[] as [tf.Tensor2D, tf.Tensor1D];
    const projected = dense(at(inside.student.hidden, forms.layer), weight, { bias }); // [R, C] -> [R, teacher's C]
    const apart = tf.square(tf.sub(projected, at(inside.teacher.hidden, forms.layer)));
    return meanRows(tf.mean(apart, 1), weights);
  });
}
