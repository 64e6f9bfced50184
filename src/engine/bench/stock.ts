// TensorFlow.js as it comes, used as its documentation shows: layers by tf.fused, gradients and updates by its own Adam.
// Token embeddings are products with one-hot rows, because its WebAssembly backend has no gradient of a gather.

import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import {
  type GptSize,
  type MlpWidths,
  type Shape,
  settings,
  type Workload,
} from '../../shared/bench/workloads.ts';
import { deviceBytes } from '../backend/internals.ts';
import * as tf from '../tf.ts';
import type { Make } from './contender.ts';
import type { Weight } from './work.ts';

type Named = Readonly<Record<string, tf.Tensor>>;
type Forward = (x: tf.Tensor2D) => tf.Tensor2D;

const dense = (x: tf.Tensor2D, w: Named, name: string, activation: 'relu' | 'linear' = 'linear') =>
  tf.fused.matMul({
    a: x,
    b: w[`${name}.weight`] as tf.Tensor2D,
    bias: w[`${name}.bias`] as tf.Tensor,
    activation,
  }) as tf.Tensor2D;

const mlp =
  ({ widths }: MlpWidths, w: Named): Forward =>
  (x) => {
    const last = widths.length - 2;
    let y = x;
    for (let i = 0; i <= last; i++) y = dense(y, w, String(i), i < last ? 'relu' : 'linear');
    return y;
  };

function layerNorm(x: tf.Tensor2D, w: Named, name: string): tf.Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), 1e-5));
  const normal = tf.mul(centred, scale);
  return tf.add(tf.mul(normal, w[`${name}.weight`] as tf.Tensor), w[`${name}.bias`] as tf.Tensor);
}

function gelu(x: tf.Tensor2D): tf.Tensor2D {
  const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.pow(x, 3))));
  return tf.mul(tf.mul(0.5, x), tf.add(1, tf.tanh(inner)));
}

function gpt({ nLayer, nHead, nEmbd }: GptSize, w: Named, { batch, context, vocabulary }: Workload): Forward {
  const rows = batch * context;
  const future = Array.from({ length: context ** 2 }, (_, i) =>
    i % context > Math.floor(i / context) ? -1e9 : 0,
  );
  const mask = tf.tensor2d(future, [context, context]);
  const heads = (x: tf.Tensor) =>
    tf.transpose(tf.reshape(x, [batch, context, nHead, nEmbd / nHead]), [0, 2, 1, 3]);
  const attend = (x: tf.Tensor2D) => {
    const [q, k, v] = tf.split(x, 3, 1).map(heads) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(nEmbd / nHead));
    const mixed = tf.matMul(tf.softmax(tf.add(scores, mask)), v);
    return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [rows, nEmbd]) as tf.Tensor2D;
  };
  return (ids) => {
    const words = tf.cast(tf.oneHot(tf.reshape(ids, [rows]), vocabulary), 'float32') as tf.Tensor2D;
    const embedded = tf.reshape(tf.matMul(words, w['wte.weight'] as tf.Tensor2D), [batch, context, nEmbd]);
    let x = tf.reshape(tf.add(embedded, w['wpe.weight'] as tf.Tensor), [rows, nEmbd]) as tf.Tensor2D;
    for (let i = 0; i < nLayer; i++) {
      const at = `h.${i}`;
      const mixed = attend(dense(layerNorm(x, w, `${at}.ln_1`), w, `${at}.attn.c_attn`));
      x = tf.add(x, dense(mixed, w, `${at}.attn.c_proj`));
      const wide = gelu(dense(layerNorm(x, w, `${at}.ln_2`), w, `${at}.mlp.c_fc`));
      x = tf.add(x, dense(wide, w, `${at}.mlp.c_proj`));
    }
    return tf.matMul(layerNorm(x, w, 'ln_f'), w['lm_head.weight'] as tf.Tensor2D, false, true);
  };
}

const forward = (shape: Shape, w: Named, workload: Workload): Forward =>
  shape.kind === 'mlp' ? mlp(shape, w) : gpt(shape, w, workload);

const named = (weights: readonly Weight[], make: (tensor: tf.Tensor) => tf.Tensor): Named =>
  Object.fromEntries(weights.map(({ name, shape, values }) => [name, make(tf.tensor(values, [...shape]))]));

export const make: Make = async ({ workload, ...work }, { backend, wasmPaths }) => {
  if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  else setWasmPaths(wasmPaths);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js could not start ${backend}`);
  const own = named(work.student, (tensor) => tf.variable(tensor));
  const variables = Object.values(own) as tf.Variable[];
  const student = forward(workload.student, own, workload);
  const teacher =
    workload.teacher &&
    forward(
      workload.teacher,
      named(work.teacher ?? [], (tensor) => tensor),
      workload,
    );
  const dtype = workload.student.kind === 'mlp' ? 'float32' : 'int32';
  const x = tf.tensor2d(work.x, [workload.batch, work.x.length / workload.batch], dtype);
  const targets = tf.cast(tf.oneHot(tf.tensor1d(work.labels, 'int32'), work.classes), 'float32');
  const { alpha, temperature: T, learningRate, beta1, beta2, epsilon } = settings;
  const adam = tf.train.adam(learningRate, beta1, beta2, epsilon);
  const mean = (rows: tf.Tensor) => tf.mean(tf.sum(rows, 1)) as tf.Scalar;
  const lossOf = (z: tf.Tensor2D, v: tf.Tensor2D | null) => {
    const labels = tf.neg(mean(tf.mul(targets, tf.logSoftmax(z))));
    if (v === null) return labels as tf.Scalar;
    const [logS, logT] = [tf.logSoftmax(tf.div(z, T)), tf.logSoftmax(tf.div(v, T))];
    const apart = mean(tf.mul(tf.exp(logT), tf.sub(logT, logS)));
    return tf.add(tf.mul(1 - alpha, labels), tf.mul(alpha * T * T, apart)) as tf.Scalar;
  };
  let latest: tf.Scalar | null = null;
  return {
    step() {
      latest?.dispose();
      const heard = teacher && tf.tidy(() => teacher(x));
      latest = adam.minimize(() => lossOf(student(x), heard), true, variables);
      heard?.dispose();
    },
    loss: async () => (await latest?.data())?.[0] ?? Number.NaN,
    bytes: deviceBytes,
  };
};
