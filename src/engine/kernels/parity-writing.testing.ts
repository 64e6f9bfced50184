// Cases of parity.testing.ts: a language model that writes, by its cache and in place.

import { createGpt, type GptCache } from '../models/gpt.ts';
import { hasAttentionInPlace } from '../ops/attention.ts';
import { fork } from '../rng.ts';
import * as tf from '../tf.ts';
import { type ParityCase, whole } from './parity-case.testing.ts';

/** Three tokens at once, then one by one: logits of the last, with what was read before in the cache. */
const writingCase = (batch: number): ParityCase => ({
  name: `writing of ${batch}, token by token`,
  run: () =>
    tf.tidy(() => {
      const shape = { nLayer: 2, nHead: 2, nEmbd: 12, blockSize: 40, vocabSize: 9, tied: true, dropout: 0 };
      const model = createGpt(shape, fork(1, 'parity'));
      const ids = whole('ids', 9, batch, 38) as tf.Tensor2D;
      let step = model.extend(tf.slice2d(ids, [0, 0], [batch, 3]), null);
      const logits = [step.logits];
      for (let at = 3; at < 5; at++) {
        step = model.extend(tf.slice2d(ids, [0, at], [batch, 1]), step.cache);
        logits.push(step.logits);
      }
      // More than one block of queries behind a cache.
      logits.push(
        model.extend(
          tf.slice2d(ids, [0, 3], [batch, 35]),
          model.extend(tf.slice2d(ids, [0, 0], [batch, 3]), null).cache,
        ).logits,
      );
      tf.dispose([...model.variables]);
      return logits;
    }),
});

/** One token after the other, in place where there is a kernel for it: logits of each. */
const writingInPlaceCase = (batch: number, size: number): ParityCase => ({
  name: `writing of ${batch} in place, heads of ${size}`,
  run: () =>
    tf.tidy(() => {
      const shape = { nLayer: 2, nHead: 2, blockSize: 6, vocabSize: 9, tied: true, dropout: 0 };
      const model = createGpt({ ...shape, nEmbd: 2 * size }, fork(1, 'parity'));
      const ids = whole('ids', 9, batch, 6) as tf.Tensor2D;
      const notebook = model.inPlace.notebook(batch);
      let cache: GptCache | null = null;
      const logits: tf.Tensor[] = [];
      for (let at = 0; at < 6; at++) {
        const token = tf.slice2d(ids, [0, at], [batch, 1]);
        if (hasAttentionInPlace())
          logits.push(model.inPlace.extend(token, tf.tensor1d([at], 'int32'), notebook));
        else {
          const step: ReturnType<typeof model.extend> = model.extend(token, cache);
          cache = step.cache;
          logits.push(step.logits);
        }
      }
      tf.dispose([...model.variables, ...notebook.flatMap(({ keys, values }) => [keys, values])]);
      return logits;
    }),
});

export const writingCases = [writingCase(2), writingInPlaceCase(1, 4), writingInPlaceCase(3, 3)];
