// Decoder-only transformer with pre-norm blocks, as GPT-2 (Radford et al. 2019) has it: the whole model in one file.
// Variables carry the names and shapes of Hugging Face's GPT-2 (its Conv1D weights are [in, out]), so that checkpoints
// can be exchanged. Knows nothing of tokenizers, losses or training.

import { PlaygroundError } from '../../shared/errors.ts';
import type { Noise } from '../noise.ts';
import { attend, attendCached, attendInPlace, hasAttention, hasCachedAttention } from '../ops/attention.ts';
import { type DenseParts, dense } from '../ops/dense.ts';
import { dropout } from '../ops/dropout.ts';
import { embed } from '../ops/embed.ts';
import { layerNorm } from '../ops/layer-norm.ts';
import type { Random } from '../rng.ts';
import * as tf from '../tf.ts';
import type { Inside } from './model.ts';

export interface GptShape {
  readonly nLayer: number;
  readonly nHead: number;
  readonly nEmbd: number;
  readonly blockSize: number;
  readonly vocabSize: number;
  /** true: the output layer is the token embedding, transposed. */
  readonly tied: boolean;
  /** Share of activations dropped while training, 0 to below 1. */
  readonly dropout: number;
}

/** Keys and values of the tokens seen so far, one pair a layer, [B, H, seen, D] each; the caller disposes of them. */
export interface GptCache {
  readonly seen: number;
  readonly layers: readonly { readonly keys: tf.Tensor4D; readonly values: tf.Tensor4D }[];
}

/** Keys and values of all places of a context, one pair a layer, [B, H, blockSize, D] each; changed in place. */
export type GptNotebook = readonly { readonly keys: tf.Variable; readonly values: tf.Variable }[];

export interface Gpt {
  /** In a fixed order: the order of checkpoints and optimiser slots. */
  readonly variables: readonly tf.Variable[];
  /** Name of each variable, as in a Hugging Face checkpoint. */
  readonly names: readonly string[];
  readonly layerOf: readonly string[];
  /** Conv1D weights are [in, out]; of embeddings each row is a channel: of a tied one it makes one logit. */
  readonly channelAxes: readonly (0 | 1 | null)[];
  /** Token ids [B, T], int32, to logits [B * T, V], T at most blockSize. `noise` draws the dropout masks of a training step. */
  logits(ids: tf.Tensor2D, noise?: Noise): tf.Tensor2D;
  /** The same pass with the state behind each block (behind the last norm for the last one) and the scores of attention. */
  inside(ids: tf.Tensor2D, noise?: Noise): Inside;
  readonly hiddenWidths: readonly number[];
  /** Logits [B, V] of the last of the new tokens `ids` [B, N], and the cache that then holds them too. */
  extend(ids: tf.Tensor2D, cache: GptCache | null): { logits: tf.Tensor2D; cache: GptCache };
  /** The same work for every place, so that it can be recorded; only where `hasAttentionInPlace`. */
  readonly inPlace: {
    /** Room for all places of a context; the caller disposes of it. */
    notebook(batch: number): GptNotebook;
    /** Logits [B, V] of one new token an example, ids [B, 1], on place `at` ([1] int32), which the notebook then holds too. */
    extend(ids: tf.Tensor2D, at: tf.Tensor1D, notebook: GptNotebook): tf.Tensor2D;
  };
}

/**
 * A GPT with fresh weights: normal, deviation 0.02, the projections into the residual stream scaled by 1/sqrt(2 nLayer),
 * biases 0 (Radford et al. 2019). Throws BadSetting where nEmbd cannot be divided among the heads.
 */
export function createGpt(shape: GptShape, random: Random): Gpt {
  const { nLayer, nHead, nEmbd, blockSize, vocabSize, tied } = shape;
  if (nEmbd % nHead !== 0) {
    const fits = nHead * Math.max(1, Math.round(nEmbd / nHead));
    throw new PlaygroundError(
      'BadSetting',
      `An embedding of ${nEmbd} cannot be divided among ${nHead} heads.`,
      `Take ${fits} instead of ${nEmbd}, or another number of heads.`,
    );
  }
  const headSize = nEmbd / nHead;
  const names: string[] = [];
  const variables: tf.Variable[] = [];
  const declare = (name: string, dimensions: number[], draw: () => number): tf.Variable => {
    const values = Float32Array.from({ length: dimensions.reduce((a, b) => a * b, 1) }, draw);
    const variable = tf.tidy(() => tf.variable(tf.tensor(values, dimensions)));
    names.push(name);
    variables.push(variable);
    return variable;
  };
  const normal = (deviation: number) => () => deviation * random.normal();
  const linear = (name: string, inputs: number, outputs: number, deviation: number) => {
    const weight = declare(
      `${name}.weight`,
      [inputs, outputs],
      normal(deviation),
    ) as tf.Tensor as tf.Tensor2D;
    const bias = declare(`${name}.bias`, [outputs], () => 0) as tf.Tensor as tf.Tensor1D;
    return (x: tf.Tensor2D, parts: Omit<DenseParts, 'bias'> = {}) => dense(x, weight, { bias, ...parts });
  };
  const norm = (name: string) => {
    const weight = declare(`${name}.weight`, [nEmbd], () => 1) as tf.Tensor as tf.Tensor1D;
    const bias = declare(`${name}.bias`, [nEmbd], () => 0) as tf.Tensor as tf.Tensor1D;
    return (x: tf.Tensor2D) => layerNorm(x, weight, bias);
  };

  const table = (name: string, rows: number) =>
    declare(name, [rows, nEmbd], normal(0.02)) as tf.Tensor as tf.Tensor2D;
  const tokens = table('wte.weight', vocabSize);
  const positions = table('wpe.weight', blockSize);
  const intoResidual = 0.02 / Math.sqrt(2 * nLayer);
  const blocks = Array.from({ length: nLayer }, (_, layer) => ({
    ln1: norm(`h.${layer}.ln_1`),
    queryKeyValue: linear(`h.${layer}.attn.c_attn`, nEmbd, 3 * nEmbd, 0.02),
    project: linear(`h.${layer}.attn.c_proj`, nEmbd, nEmbd, intoResidual),
    ln2: norm(`h.${layer}.ln_2`),
    widen: linear(`h.${layer}.mlp.c_fc`, nEmbd, 4 * nEmbd, 0.02),
    narrow: linear(`h.${layer}.mlp.c_proj`, 4 * nEmbd, nEmbd, intoResidual),
  }));
  const lastNorm = norm('ln_f');
  const head = tied ? tokens : table('lm_head.weight', vocabSize);

  function drop<T extends tf.Tensor>(x: T, noise: Noise | undefined): T {
    return noise === undefined || shape.dropout === 0 ? x : dropout(x, shape.dropout, noise);
  }

  /** [B * T, C] to [B, H, T, D]. */
  const heads = (x: tf.Tensor2D, batch: number, length: number): tf.Tensor4D =>
    tf.transpose(tf.reshape(x, [batch, length, nHead, headSize]), [0, 2, 1, 3]);

  /** Causal attention of the newest tokens over everything up to themselves; qkv [B * T, 3C] to [B * T, C]. */
  function look(
    qkv: tf.Tensor2D,
    batch: number,
    past: GptCache['layers'][number] | undefined,
    noise?: Noise,
  ) {
    const length = qkv.shape[0] / batch;
    const [q, newKeys, newValues] = tf
      .split(qkv, 3, 1)
      .map((part) => heads(part as tf.Tensor2D, batch, length)) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
    const keys = past === undefined ? newKeys : tf.concat([past.keys, newKeys], 2); // [B, H, S, D]
    const values = past === undefined ? newValues : tf.concat([past.values, newValues], 2);
    const seen = keys.shape[2];
    const products = tf.mul(tf.matMul(q, keys, false, true), 1 / Math.sqrt(headSize)); // [B, H, T, S]
    const scores = tf.add(products, causalMask(length, seen)) as tf.Tensor4D;
    const weights = drop(tf.softmax(scores), noise); // [B, H, T, S]
    const mixed = tf.matMul(weights, values) as tf.Tensor4D; // [B, H, T, D]
    return {
      mixed: tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch * length, nEmbd]) as tf.Tensor2D,
      layer: { keys, values, scores },
    };
  }

  /** x + the layer's output, some of it dropped. */
  const addTo = (x: tf.Tensor2D, layer: (parts: DenseParts) => tf.Tensor2D, noise: Noise | undefined) =>
    noise === undefined || shape.dropout === 0
      ? layer({ residual: x })
      : (tf.add(x, drop(layer({}), noise)) as tf.Tensor2D);

  /** Tokens behind `seen` others to the state before the first block, [B * T, C]. */
  function begin(ids: tf.Tensor2D, seen: number, noise: Noise | undefined): tf.Tensor2D {
    const all = seen + ids.shape[1];
    if (all > blockSize) throw new Error(`${all} tokens do not fit a context of ${blockSize}`);
    return drop(embed(ids, tokens, positions, seen), noise);
  }

  /** A block's state behind its attention, which gave `mixed`, to the state behind the block; [B * T, C] each. */
  function finish(
    block: (typeof blocks)[number],
    x: tf.Tensor2D,
    mixed: tf.Tensor2D,
    noise: Noise | undefined,
  ): tf.Tensor2D {
    const attended = addTo(x, (parts) => block.project(mixed, parts), noise);
    const wide = block.widen(block.ln2(attended), { activation: 'gelu' }); // [B * T, 4C]
    return addTo(attended, (parts) => block.narrow(wide, parts), noise);
  }

  /** Runs new tokens through all blocks and keeps what lies inside. `past` are the keys and values of those before them. */
  function run(ids: tf.Tensor2D, past: GptCache | null, noise: Noise | undefined) {
    const [batch, length] = ids.shape;
    const seen = past?.seen ?? 0;
    let x = begin(ids, seen, noise);
    const layers = blocks.map((block, i) => {
      const { mixed, layer } = look(block.queryKeyValue(block.ln1(x)), batch, past?.layers[i], noise);
      x = finish(block, x, mixed, noise);
      return { ...layer, output: x };
    });
    return { hidden: lastNorm(x), cache: { seen: seen + length, layers } };
  }

  /** The same for whole windows of which nothing inside is wanted: faster where attention is one operation. */
  function hiddenOf(ids: tf.Tensor2D, noise: Noise | undefined): tf.Tensor2D {
    const isDropping = noise !== undefined && shape.dropout > 0;
    if (isDropping || !hasAttention()) return run(ids, null, noise).hidden;
    const through = (x: tf.Tensor2D, block: (typeof blocks)[number]) =>
      finish(block, x, attend(block.queryKeyValue(block.ln1(x)), ids.shape[0], nHead), undefined);
    return lastNorm(blocks.reduce(through, begin(ids, 0, undefined)));
  }

  /** The same for writing: new tokens behind those of the cache, of which nothing but the next cache is wanted. */
  function recall(ids: tf.Tensor2D, past: GptCache | null) {
    if (!hasCachedAttention()) {
      const { hidden, cache } = run(ids, past, undefined);
      return { hidden, layers: cache.layers.map(({ keys, values }) => ({ keys, values })) };
    }
    let x = begin(ids, past?.seen ?? 0, undefined);
    const layers = blocks.map((block, i) => {
      const qkv = block.queryKeyValue(block.ln1(x));
      const { mixed, ...layer } = attendCached(qkv, ids.shape[0], nHead, past?.layers[i] ?? null);
      x = finish(block, x, mixed, undefined);
      return layer;
    });
    return { hidden: lastNorm(x), layers };
  }

  /** The same where keys and values are kept in place; [B, C]. */
  function recallInPlace(ids: tf.Tensor2D, at: tf.Tensor1D, notebook: GptNotebook): tf.Tensor2D {
    const place = tf.gather(positions, at); // [1, C]
    const through = (x: tf.Tensor2D, block: (typeof blocks)[number], i: number) => {
      const { keys, values } = notebook[i] as GptNotebook[number];
      const kept = { keys: keys as tf.Tensor as tf.Tensor4D, values: values as tf.Tensor as tf.Tensor4D };
      const mixed = attendInPlace(block.queryKeyValue(block.ln1(x)), nHead, kept, at);
      return finish(block, x, mixed, undefined);
    };
    return lastNorm(blocks.reduce(through, embed(ids, tokens, place, 0)));
  }

  const toLogits = (hidden: tf.Tensor2D) => dense(hidden, head, { transposed: true }); // [R, V]

  return {
    variables,
    names,
    layerOf: names.map((name) => {
      const block = /^h\.(\d+)\./.exec(name)?.[1];
      if (block !== undefined) return `block ${Number(block) + 1}`;
      return name.startsWith('w') ? 'embeddings' : 'output layer';
    }),
    channelAxes: variables.map(({ rank }, i) =>
      rank < 2 ? null : /^(wte|wpe|lm_head)\b/.test(names[i] ?? '') ? 0 : 1,
    ),
    logits: (ids, noise) => toLogits(hiddenOf(ids, noise)),
    inside(ids, noise) {
      const { hidden, cache } = run(ids, null, noise);
      const states = [...cache.layers.slice(0, -1).map(({ output }) => output), hidden]; // [B * T, C] each
      return {
        logits: toLogits(hidden),
        hidden: states,
        attention: cache.layers.map(({ scores }) => scores),
      };
    },
    hiddenWidths: Array.from({ length: nLayer }, () => nEmbd),
    inPlace: {
      notebook(batch) {
        const room = () => tf.tidy(() => tf.variable(tf.zeros([batch, nHead, blockSize, headSize]), false));
        return blocks.map(() => ({ keys: room(), values: room() }));
      },
      extend: (ids, at, notebook) => tf.tidy(() => toLogits(recallInPlace(ids, at, notebook))),
    },
    extend(ids, past) {
      const [batch, length] = ids.shape;
      const kept = tf.tidy(() => {
        const { hidden, layers } = recall(ids, past);
        const states = tf.reshape(hidden, [batch, length, nEmbd]);
        const last = length === 1 ? states : tf.slice(states, [0, length - 1, 0], [batch, 1, nEmbd]);
        return { logits: toLogits(tf.reshape(last, [batch, nEmbd])), layers };
      });
      return { logits: kept.logits, cache: { seen: (past?.seen ?? 0) + length, layers: kept.layers } };
    },
  };
}

/** 0 where a token may look, a large negative number where the future lies; [T, S], S = T or more. */
function causalMask(length: number, seen: number): tf.Tensor2D {
  const mask = new Float32Array(length * seen);
  const before = seen - length;
  for (let row = 0; row < length; row++) mask.fill(-1e9, row * seen + before + row + 1, (row + 1) * seen);
  return tf.tensor2d(mask, [length, seen]);
}
