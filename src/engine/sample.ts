// Writing: a language model continues what it was given, on the device, without reading back in between.

import type { Gpt, GptCache } from './models/gpt.ts';
import type { Random } from './rng.ts';
import * as tf from './tf.ts';

export interface Writing {
  /** Divides the logits before a token is drawn; 0 always takes the likeliest. */
  readonly temperature: number;
  readonly random: Random;
}

/** The same as tensors; null always takes the likeliest token. */
export type Choice = {
  readonly temperature: tf.Scalar;
  /** Uniform draws, one for each token and row, [tokens, rows]. */
  readonly draws: tf.Tensor2D;
} | null;

/** Uniform draws for so many tokens of each row, flat, [tokens, rows]: the rows' first tokens come first. */
export const drawsFor = (random: Random, tokens: number, rows: number): Float32Array =>
  Float32Array.from({ length: tokens * rows }, random.uniform);

const onDevice = ({ temperature, random }: Writing, tokens: number, rows: number): Choice =>
  temperature === 0
    ? null
    : {
        temperature: tf.scalar(temperature),
        draws: tf.tensor2d(drawsFor(random, tokens, rows), [tokens, rows]),
      };

/**
 * One token for each row of logits [B, V], as ids [B, 1]: the first whose cumulative probability reaches a draw, of the draws
 * of row `at`.
 */
export function choose(logits: tf.Tensor2D, choice: Choice, at: number): tf.Tensor2D {
  const [rows, vocabulary] = logits.shape;
  if (choice === null) return tf.reshape(tf.argMax(logits, 1), [rows, 1]);
  const cumulative = tf.cumsum(tf.softmax(tf.div(logits, choice.temperature)), 1); // [B, V]
  const draws = tf.reshape(tf.slice2d(choice.draws, [at, 0], [1, rows]), [rows, 1]);
  const below = tf.sum(tf.cast(tf.less(cumulative, draws), 'int32'), 1, true); // [B, 1]
  return tf.minimum(below, tf.scalar(vocabulary - 1, 'int32')) as tf.Tensor2D;
}

/**
 * One token for each row of logits [B, V], as ids [B, 1]. The draw comes from our own generator, so that a seed means the
 * same text on every backend, up to rounding.
 */
export const drawTokens = (logits: tf.Tensor2D, writing: Writing): tf.Tensor2D =>
  tf.tidy(() => choose(logits, onDevice(writing, 1, logits.shape[0]), 0));

/**
 * Rewrites windows [B, N], int32: tokens where `given` ([B, N], 1 or 0) is 1 stay, the others are the model's own, each
 * drawn after all before it, by N - 1 draws. The first token of each row must be given; N - 1 tokens at most fill the
 * context.
 */
export function rewriteBy(
  model: Pick<Gpt, 'extend'>,
  ids: tf.Tensor2D,
  given: tf.Tensor2D,
  choice: Choice,
): tf.Tensor2D {
  return tf.tidy(() => {
    const [rows, length] = ids.shape;
    const column = (x: tf.Tensor2D, at: number) => tf.slice2d(x, [0, at], [rows, 1]);
    const written = [column(ids, 0)];
    let cache: GptCache | null = null;
    for (let at = 1; at < length; at++) {
      const last = written[at - 1] as tf.Tensor2D;
      const step: ReturnType<Gpt['extend']> = model.extend(last, cache);
      cache = step.cache;
      const drawn = tf.tidy(() => choose(step.logits, choice, at - 1));
      written.push(tf.where(tf.cast(column(given, at), 'bool'), column(ids, at), drawn) as tf.Tensor2D);
    }
    return tf.concat2d(written, 1); // [B, N]
  });
}

/** The same with draws from a generator. */
export const rewrite = (
  model: Pick<Gpt, 'extend'>,
  ids: tf.Tensor2D,
  given: tf.Tensor2D,
  writing: Writing,
): tf.Tensor2D =>
  tf.tidy(() => rewriteBy(model, ids, given, onDevice(writing, ids.shape[1] - 1, ids.shape[0])));
