// Answers questions to one loss with the very function that training differentiates, on a handful of rows. Reads back: never
// part of a training step.

import { lossRow } from '../../shared/catalog/losses.ts';
import type { LossAnswer, LossQuestion, LossSettings } from '../../shared/loss-question.ts';
import { oneHot } from '../ops/one-hot.ts';
import * as tf from '../tf.ts';
import { type DistillLoss, distillLosses } from './loss.ts';

/** How far the longest step of a field goes, in logits. */
const reach = 0.6;

/** Logits of probabilities, [R, K]; the softmax of a logarithm is the probability itself. */
const logits = (probabilities: readonly number[], classes: number): tf.Tensor2D =>
  tf.log(tf.tensor2d([...probabilities], [probabilities.length / classes, classes]));

/** Of each row, [R, K] to [R]. */
const lengths = (x: tf.Tensor2D): tf.Tensor1D => tf.sqrt(tf.sum(tf.square(x), 1));

/** `rows` times the same row, [1, K] to [R, K]. */
const repeated = (row: tf.Tensor2D, rows: number): tf.Tensor2D => tf.tile(row, [rows, 1]);

/**
 * Sum of a loss over students [R, K], each beside the same teacher [1, K], and its gradient. Rows stand for themselves: what
 * a loss compares across the examples of a batch is left out.
 */
function measure(
  { loss, ...settings }: LossSettings,
  student: tf.Tensor2D,
  teacher: tf.Tensor2D,
  label: number,
) {
  const [rows, classes] = student.shape;
  const { temperature, tSquared, forms } = settings;
  const params = 'acrossRows' in settings.params ? { ...settings.params, acrossRows: 0 } : settings.params;
  const divergence = distillLosses[loss] as unknown as DistillLoss<LossSettings['loss']>;
  const inputs = {
    teacher: repeated(teacher, rows),
    temperature: tf.scalar(temperature),
    scale: tf.scalar(tSquared ? temperature ** 2 : 1),
    targets: repeated(oneHot(tf.tensor1d([label], 'int32'), classes), rows),
    weights: null,
    rowsPerExample: 1,
    params: Object.fromEntries(
      Object.entries(params).map(([key, value]) => [key, tf.scalar(Number(value))]),
    ) as never,
    forms: forms as never,
    inside: null,
    trained: [],
  };
  // Where the loss leaves the logits alone its gradient is 0, which TensorFlow.js refuses to say.
  const idle = (z: tf.Tensor) => tf.mul(0, tf.sum(z));
  const total = (z: tf.Tensor): tf.Scalar =>
    tf.add(tf.mul(rows, divergence({ ...inputs, student: z as tf.Tensor2D })), idle(z));
  const { value, grad } = tf.valueAndGrad(total)(student);
  return { value, gradient: grad as tf.Tensor2D };
}

/** Value (nats), gradient and field of one loss at given logits. Throws where the loss reads no logits. */
export async function askLoss(question: LossQuestion): Promise<LossAnswer> {
  const { id, settings, label, others } = question;
  const classes = question.teacher.length;
  if (lossRow(settings.loss).family === 'inside') throw new Error(`${settings.loss} reads no logits`);
  const tensors = tf.tidy(() => {
    const teacher = logits(question.teacher, classes); // [1, K]
    const student = logits(question.student, classes); // [1, K]
    const field = logits(question.field, classes); // [R, K]
    const { value, gradient } = measure(settings, student, teacher, label);
    const pushes = measure(settings, field, teacher, label).gradient; // [R, K]
    const longest = tf.maximum(tf.max(lengths(pushes)), 1e-12);
    const ends = tf.softmax(tf.sub(field, tf.mul(pushes, tf.div(reach, longest))) as tf.Tensor2D);
    const norms = [gradient, ...others.map((other) => measure(other, student, teacher, label).gradient)].map(
      (one) => tf.squeeze(lengths(one)),
    );
    return { value, gradient, ends, norms: tf.stack(norms) };
  });
  const [value, gradient, ends, norms] = await Promise.all(
    [tensors.value, tensors.gradient, tensors.ends, tensors.norms].map((tensor) => tensor.data<'float32'>()),
  );
  tf.dispose(tensors);
  const [norm = Number.NaN, ...otherNorms] = norms ?? [];
  return {
    id,
    value: value?.[0] ?? Number.NaN,
    gradient: Float32Array.from(gradient ?? []),
    ends: Float32Array.from(ends ?? []),
    norm,
    otherNorms,
  };
}
