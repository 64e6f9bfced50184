// Causal attention of whole windows (Vaswani et al. 2017), as one operation where the backend has it. Pure.

import { isFused, runFused } from '../kernels/kernels.ts';
import type * as tf from '../tf.ts';
import { withGradient } from './with-gradient.ts';

/** Whether `attend` can be used here; where not, the model composes it, as it does for what lies inside attention. */
export const hasAttention = (): boolean => isFused('attention');

/**
 * qkv [B * T, 3C], queries, keys and values side by side, to [B * T, C]: each token mixes the values of itself and of those
 * before it. Composed in models/gpt.ts, which also knows caches, dropout and attention maps.
 */
export function attend(qkv: tf.Tensor2D, batch: number, heads: number): tf.Tensor2D {
  return withGradient(
    { qkv },
    (save) => {
      const [mixed, logSums] = runFused('attention', { qkv }, { batch, heads });
      save([qkv, mixed, logSums]);
      return mixed;
    },
    (dy, saved) => {
      const [qkv, mixed, logSums] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor3D];
      return {
        qkv: () => runFused('attentionGradient', { qkv, mixed, logSums, dy }, { batch, heads })[0],
      };
    },
  );
}

/** Whether `attendInPlace` can be used here; nothing takes its place where not: see `Gpt.inPlace`. */
export const hasAttentionInPlace = (): boolean => isFused('attentionInPlace');

/**
 * `attendCached` for one token an example, qkv [B, 3C], whose keys and values are kept where there is room for N of them,
 * [B, H, N, D] each: those of the new one are written in place `at`, [1] int32. Gives what it mixes, [B, C].
 */
export const attendInPlace = (
  qkv: tf.Tensor2D,
  heads: number,
  { keys, values }: { readonly keys: tf.Tensor4D; readonly values: tf.Tensor4D },
  at: tf.Tensor1D,
): tf.Tensor2D => runFused('attentionInPlace', { qkv, keys, values, at }, { heads })[0];

/** Whether `attendCached` can be used here; where not, the model composes it. */
export const hasCachedAttention = (): boolean => isFused('attentionCached');

/**
 * `attend` for writing: new tokens look at themselves and at the old ones whose keys and values, [B, H, S, D], are kept. Gives
 * both with the new tokens behind. Has no gradient: nobody learns while it writes.
 */
export function attendCached(
  qkv: tf.Tensor2D,
  batch: number,
  heads: number,
  past: { readonly keys: tf.Tensor4D; readonly values: tf.Tensor4D } | null,
): { mixed: tf.Tensor2D; keys: tf.Tensor4D; values: tf.Tensor4D } {
  const kept = past === null ? {} : { keys: past.keys, values: past.values };
  const [mixed, keys, values] = runFused('attentionCached', { qkv, ...kept }, { batch, heads });
  return { mixed, keys, values };
}
