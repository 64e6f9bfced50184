// Tokens to vectors: what a token means plus where it stands. Pure.

import { isFused, runFused } from '../kernels/kernels.ts';
import * as tf from '../tf.ts';
import { oneHot } from './one-hot.ts';
import { withGradient } from './with-gradient.ts';

/** Ids [B, T], int32, of which the first stands on place `from`, to [B * T, C]; tokens [V, C], positions [N, C]. */
export function embed(
  ids: tf.Tensor2D,
  tokens: tf.Tensor2D,
  positions: tf.Tensor2D,
  from: number,
): tf.Tensor2D {
  if (!isFused('embed')) return composedEmbed(ids, tokens, positions, from);
  const places = from === 0 ? positions : tf.slice(positions, [from, 0], [ids.shape[1], positions.shape[1]]);
  return fusedEmbed(ids, tokens, places);
}

function composedEmbed(
  ids: tf.Tensor2D,
  tokens: tf.Tensor2D,
  positions: tf.Tensor2D,
  from: number,
): tf.Tensor2D {
  const [batch, length] = ids.shape;
  const [vocabulary, width] = tokens.shape;
  // A product with one-hot rows instead of a gather: its gradient is a product too, the same on every backend and every
  // time, where a scattered sum is neither.
  const rows = oneHot(tf.reshape(ids, [batch * length]), vocabulary); // [B * T, V]
  const places = tf.slice(positions, [from, 0], [length, width]); // [T, C]
  const embedded = tf.add(tf.reshape(tf.matMul(rows, tokens), [batch, length, width]), places);
  return tf.reshape(embedded, [batch * length, width]);
}

function fusedEmbed(ids: tf.Tensor2D, tokens: tf.Tensor2D, positions: tf.Tensor2D): tf.Tensor2D {
  const [vocabulary, places] = [tokens.shape[0], positions.shape[0]];
  return withGradient(
    { tokens, positions },
    (save) => {
      save([ids]);
      return runFused('embed', { ids, tokens, positions }, {})[0];
    },
    (dy, saved) => {
      const [ids] = saved as [tf.Tensor2D];
      const [dTokens, dPositions] = runFused('embedGradient', { ids, dy }, { vocabulary, places });
      return { tokens: () => dTokens, positions: () => dPositions };
    },
  );
}
