// The student's loss, one formula: (1 - alpha) CE(labels) + alpha * sum of weight_i D_i(teacher, student).
// Device work alone; knows the terms, not where their inputs come from.

import { type LossId, lossRow } from '../shared/catalog/losses.ts';
import type { LossTerm } from '../shared/catalog/terms.ts';
import type { LiveValues } from '../shared/config.ts';
import type { Batch } from './data/data.ts';
import { crossEntropy } from './losses/cross-entropy.ts';
import { type DistillLoss, distillLosses, trainedParts } from './losses/loss.ts';
import type { Inside, Model } from './models/model.ts';
import type { Noise } from './noise.ts';
import { divergenceForm, fusedDivergence } from './ops/divergence.ts';
import { hasObjective, objectiveLoss } from './ops/objective.ts';
import { fork, type Random } from './rng.ts';
import * as tf from './tf.ts';

/** Numbers that a visitor may turn while it trains, as scalars on the device. */
export interface LiveScalars {
  readonly temperature: tf.Scalar;
  /** T^2, or 1 where the factor is switched off. */
  readonly scale: tf.Scalar;
  readonly alpha: tf.Scalar;
  readonly labelsWeight: tf.Scalar;
  /** Added to the hidden class's logit where student and control answer; no part of any loss. */
  readonly hiddenBias: tf.Scalar;
  readonly terms: readonly {
    readonly weight: tf.Scalar;
    readonly params: Readonly<Record<string, tf.Scalar>>;
    /** T, T^2 or 1, 1 - alpha, alpha, the term's weight and the loss's own numbers, [5 + P]: as the fused losses read them. */
    readonly packed: tf.Tensor1D;
  }[];
}

/** A loss's own numbers and switches, in the order of its catalogue row. */
const ownNumbers = (loss: LossId, params: LossTerm['params']): number[] =>
  Object.keys(lossRow(loss).params).map((key) => Number(params[key]));

/** Uploads them; where there is no term, alpha counts as 0. The caller disposes of them (`tf.dispose` takes the object). */
export function liveScalars({ temperature, tSquared, terms, ...values }: LiveValues): LiveScalars {
  const alpha = terms.length > 0 ? values.alpha : 0;
  const scalars = (numbers: LossTerm['params']) =>
    Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, tf.scalar(Number(value))]));
  const scale = tSquared ? temperature ** 2 : 1;
  return {
    temperature: tf.scalar(temperature),
    scale: tf.scalar(scale),
    alpha: tf.scalar(alpha),
    labelsWeight: tf.scalar(1 - alpha),
    hiddenBias: tf.scalar(values.hiddenBias ?? 0),
    terms: terms.map(({ loss, weight, params }) => ({
      weight: tf.scalar(weight),
      params: scalars(params),
      packed: tf.tensor1d([temperature, scale, 1 - alpha, alpha, weight, ...ownNumbers(loss, params)]),
    })),
  };
}

/** A batch with what a model answers on it; `inside` only where a term asks for it. */
export interface Answered {
  readonly batch: Batch;
  readonly logits: tf.Tensor2D;
  readonly inside: Inside | null;
}

export interface Answers {
  /** The student on the examples whose labels it may see. */
  readonly labelled: Answered;
  /** The student on what it hears the teacher on; the same object where both are one batch. */
  readonly heard: Answered;
  /** The teacher on the latter; null where no term hears it. */
  readonly teacher: Omit<Answered, 'batch'> | null;
}

export interface Terms {
  /** Cross-entropy with the labels. */
  readonly labels: tf.Scalar;
  /** D_i, without their weights. */
  readonly divergences: readonly tf.Scalar[];
}

export interface Objective {
  /** Variables that the terms train beside the student's own. */
  readonly trained: readonly tf.Variable[];
  /** true: some term compares what lies inside the models. */
  readonly looksInside: boolean;
  /** true: some term is measured on what the student hears the teacher on. */
  readonly hears: boolean;
  /** Every term's value, each differentiable by itself. */
  measure(answers: Answers, live: LiveScalars): Terms;
  /** alpha's side of the loss: sum of weight_i D_i; 0 where there is no term. */
  teacherTerm(terms: Terms, live: LiveScalars): tf.Scalar;
  /** The whole, of the two sides. */
  loss(labels: tf.Scalar, teacherTerm: tf.Scalar, live: LiveScalars): tf.Scalar;
  /** The loss and its two sides, [labels, teacher's], as one operation where there is one for them; inside a gradient. */
  evaluate(answers: Answers, live: LiveScalars): { loss: tf.Scalar; sides: tf.Tensor1D }; // [], [2]: kept, the caller's
  /** The same objective, trained parts included, with the forms of `terms`. */
  withForms(terms: readonly LossTerm[]): Objective;
}

/** One pass of a model over a batch. */
export function answer(
  model: Pick<Model, 'logits' | 'inside'>,
  batch: Batch,
  looksInside: boolean,
  noise?: Noise,
): Answered {
  if (!looksInside) return { batch, logits: model.logits(batch.x, noise), inside: null };
  const inside = model.inside(batch.x, noise);
  return { batch, logits: inside.logits, inside };
}

/** What a frozen teacher says on a batch; `known` are its logits on all training examples, [N, K], where they are kept. */
export function teacherAnswer(
  teacher: Model,
  known: tf.Tensor2D | null,
  batch: Batch,
  looksInside: boolean,
): Omit<Answered, 'batch'> {
  if (known !== null && batch.rows !== null && !looksInside)
    return { logits: tf.gather(known, batch.rows), inside: null }; // [R, K]
  return answer(teacher, batch, looksInside);
}

/** Draws the trained parts of all terms. The caller puts them into the student's lane, which updates and frees them. */
export function createTrained(
  terms: readonly LossTerm[],
  student: Model,
  teacher: Model,
  seed: number,
): tf.Variable[][] {
  return terms.map(({ loss, forms }, i) => {
    // Each maker takes its own loss's forms; TypeScript cannot see that the key and the forms belong together.
    const make = trainedParts[loss] as
      | ((s: Model, t: Model, forms: LossTerm['forms'], random: Random) => readonly tf.Variable[])
      | undefined;
    return [...(make?.(student, teacher, forms, fork(seed, 'weights', 'loss', i)) ?? [])];
  });
}

function teacherTerm({ divergences }: Terms, { terms }: LiveScalars): tf.Scalar {
  const weighted = divergences.map((value, i): tf.Scalar => tf.mul(value, terms[i]?.weight as tf.Scalar));
  return weighted.length === 0 ? tf.scalar(0) : weighted.reduce((sum, value) => tf.add(sum, value));
}

/** (1 - alpha) labels + alpha teacher. */
export const weighLoss = (labels: tf.Scalar, teacherTerm: tf.Scalar, live: LiveScalars): tf.Scalar =>
  tf.add(tf.mul(live.labelsWeight, labels), tf.mul(live.alpha, teacherTerm));

/** `trained` are the variables of each term, see `createTrained`; they stay their lane's. */
export function createObjective(
  terms: readonly LossTerm[],
  rowsPerExample: number,
  trained: readonly (readonly tf.Variable[])[],
): Objective {
  const rows = terms.map(({ loss }) => lossRow(loss));

  /** One batch, and at most one term, of those that are fused with the labels. */
  function fusedLoss({ labelled, heard, teacher }: Answers, live: LiveScalars) {
    const [first, second] = terms;
    if (!hasObjective() || second !== undefined) return null;
    const { targets, weights } = labelled.batch;
    const inputs = { logits: labelled.logits, targets, weights };
    if (first === undefined) return objectiveLoss({ ...inputs, heard: null });
    const divergence = divergenceForm(first.loss, first.forms);
    const packed = live.terms[0]?.packed;
    if (divergence === null || packed === undefined || teacher === null || heard !== labelled) return null;
    return objectiveLoss({ ...inputs, heard: { divergence, teacher: teacher.logits, live: packed } });
  }

  const objective: Objective = {
    trained: trained.flat(),
    looksInside: rows.some(({ needs }) => needs === 'hidden' || needs === 'attention'),
    hears: rows.some(({ reads }) => reads === 'heard'),
    measure({ labelled, heard, teacher }, { temperature, scale, terms: scalars }) {
      const labels = crossEntropy(labelled.logits, labelled.batch.targets, labelled.batch.weights);
      const divergences = terms.map(({ loss, forms }, i) => {
        const student = rows[i]?.reads === 'labelled' ? labelled : heard;
        const composed = distillLosses[loss] as unknown as DistillLoss<LossTerm['loss']>;
        const divergence = fusedDivergence(loss, forms) ?? composed;
        return divergence({
          student: student.logits,
          teacher: teacher?.logits ?? student.logits,
          temperature,
          scale,
          targets: student.batch.targets,
          weights: student.batch.weights,
          rowsPerExample,
          params: (scalars[i]?.params ?? {}) as never,
          live: scalars[i]?.packed as tf.Tensor1D,
          forms: forms as never,
          inside:
            student.inside === null || teacher === null || teacher.inside === null
              ? null
              : { student: student.inside, teacher: teacher.inside },
          trained: trained[i] ?? [],
        });
      });
      return { labels, divergences };
    },
    teacherTerm,
    loss: (labels, teacherTerm, live) => (terms.length === 0 ? labels : weighLoss(labels, teacherTerm, live)),
    evaluate(answers, live) {
      const fused = fusedLoss(answers, live);
      if (fused !== null) return { loss: fused.loss, sides: fused.terms };
      const measured = objective.measure(answers, live);
      const side = teacherTerm(measured, live);
      const sides = tf.keep(tf.stack([measured.labels, side])) as tf.Tensor1D;
      return { loss: objective.loss(measured.labels, side, live), sides };
    },
    withForms: (changed) => createObjective(changed, rowsPerExample, trained),
  };
  return objective;
}
