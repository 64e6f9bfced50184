// jax-js: the whole step under one jit. Each function consumes its arguments; `.ref` keeps one more use.

import { defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { Make } from '../../../src/engine/bench/contender.ts';
import type { Weight } from '../../../src/engine/bench/work.ts';
import {
  type GptSize,
  type MlpWidths,
  type Shape,
  settings,
  type Workload,
} from '../../../src/shared/bench/workloads.ts';

type Named = Record<string, np.Array>;
type Forward = (w: Named, x: np.Array) => np.Array;

const weight = (w: Named, name: string): np.Array => w[name] as np.Array;
const dense = (x: np.Array, w: Named, name: string) =>
  np.dot(x, weight(w, `${name}.weight`)).add(weight(w, `${name}.bias`));

const mlp =
  ({ widths }: MlpWidths): Forward =>
  (w, x) => {
    let y = x;
    widths.slice(1).forEach((_, i) => {
      y = dense(y, w, String(i));
      if (i < widths.length - 2) y = nn.relu(y);
    });
    return y;
  };

function gpt({ nLayer, nHead, nEmbd }: GptSize, { batch, context }: Workload): Forward {
  const norm = (x: np.Array, w: Named, name: string) =>
    nn
      .standardize(x, -1, { epsilon: 1e-5 })
      .mul(weight(w, `${name}.weight`))
      .add(weight(w, `${name}.bias`));
  return (w, ids) => {
    let x = weight(w, 'wte.weight').slice(ids).add(weight(w, 'wpe.weight')); // [B, T, C]
    for (let i = 0; i < nLayer; i++) {
      const at = `h.${i}`;
      const qkv = dense(norm(x.ref, w, `${at}.ln_1`), w, `${at}.attn.c_attn`);
      const [q, k, v] = np
        .split(qkv, 3, -1)
        .map((part) => part.reshape([batch, context, nHead, nEmbd / nHead])) as [
        np.Array,
        np.Array,
        np.Array,
      ];
      const mixed = nn.dotProductAttention(q, k, v, { isCausal: true }).reshape([batch, context, nEmbd]);
      x = x.add(dense(mixed, w, `${at}.attn.c_proj`));
      const wide = nn.gelu(dense(norm(x.ref, w, `${at}.ln_2`), w, `${at}.mlp.c_fc`));
      x = x.add(dense(wide, w, `${at}.mlp.c_proj`));
    }
    return np.dot(norm(x, w, 'ln_f'), weight(w, 'lm_head.weight')).reshape([batch * context, -1]);
  };
}

const forward = (shape: Shape, workload: Workload): Forward =>
  shape.kind === 'mlp' ? mlp(shape) : gpt(shape, workload);

/** Its products take the output layer as [C, V]. */
function turned({ name, shape, values }: Weight): Weight {
  const [rows = 1, columns = 1] = shape;
  if (name !== 'lm_head.weight') return { name, shape, values };
  const turn = values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? 0);
  return { name, shape: [columns, rows], values: turn };
}

const arrays = (weights: readonly Weight[]): Named =>
  Object.fromEntries(
    weights
      .map(turned)
      .map(({ name, shape, values }) => [
        name,
        np.array(values as Float32Array<ArrayBuffer>).reshape([...shape]),
      ]),
  );

type State = { params: Named; first: Named; second: Named; count: np.Array };

/** The library's types know trees in general; ours have names. */
const differentiate = valueAndGrad as unknown as (
  f: (params: Named) => np.Array,
) => (params: Named) => [np.Array, Named];
const keepTree = tree.ref as unknown as <T>(named: T) => T;
const compile = jit as unknown as <A extends unknown[], R>(f: (...inputs: A) => R) => (...inputs: A) => R;

function adam(gradients: Named, { params, first, second, count }: State): State {
  const { beta1, beta2, epsilon, learningRate } = settings;
  const map = tree.map as unknown as (f: (...arrays: np.Array[]) => np.Array, ...trees: Named[]) => Named;
  const next = count.add(1);
  const m = map(
    (g, a) => (g as np.Array).mul(1 - beta1).add((a as np.Array).mul(beta1)),
    keepTree(gradients),
    first,
  );
  const v = map(
    (g, a) =>
      (g as np.Array).ref
        .mul(g as np.Array)
        .mul(1 - beta2)
        .add((a as np.Array).mul(beta2)),
    gradients,
    second,
  );
  const correction = (beta: number) => np.reciprocal(np.subtract(1, np.power(beta, next.ref)));
  const [c1, c2] = [correction(beta1), correction(beta2)];
  const updated = map(
    (p, a, b) => {
      const deviation = np.sqrt((b as np.Array).mul(c2.ref)).add(epsilon);
      return (p as np.Array).sub((a as np.Array).mul(c1.ref).div(deviation).mul(learningRate));
    },
    params,
    keepTree(m),
    keepTree(v),
  );
  c1.dispose();
  c2.dispose();
  return { params: updated, first: m, second: v, count: next };
}

export const make: Make = async ({ workload, ...work }, { backend }) => {
  if (!(await init(backend)).includes(backend)) throw new Error(`jax-js has no ${backend} here`);
  defaultDevice(backend);
  const student = forward(workload.student, workload);
  const teacher = workload.teacher && forward(workload.teacher, workload);
  const size = [workload.batch, work.x.length / workload.batch];
  const x = np.array(work.x as Float32Array<ArrayBuffer>).reshape(size);
  const labels = np.array(work.labels as Int32Array<ArrayBuffer>);
  const { alpha, temperature: T } = settings;
  const labelsTerm = (z: np.Array, y: np.Array) =>
    nn.logSoftmax(z).mul(nn.oneHot(y, work.classes)).sum(-1).mean().neg();
  const lossOf = (z: np.Array, v: np.Array, y: np.Array) => {
    const logT = nn.logSoftmax(v.mul(1 / T));
    const logS = nn.logSoftmax(z.ref.mul(1 / T));
    const apart = np.exp(logT.ref).mul(logT.sub(logS)).sum(-1).mean();
    return labelsTerm(z, y)
      .mul(1 - alpha)
      .add(apart.mul(alpha * T * T));
  };
  const step = compile((state: State, known: Named, x: np.Array, y: np.Array): [np.Array, State] => {
    const heard = teacher && lax.stopGradient(teacher(known, x.ref));
    const f = (params: Named) =>
      heard ? lossOf(student(params, x), heard, y) : labelsTerm(student(params, x), y);
    const [loss, gradients] = differentiate(f)(keepTree(state.params));
    return [loss, adam(gradients, state)];
  });
  const params = arrays(work.student);
  const zeros = () =>
    Object.fromEntries(Object.entries(params).map(([name, { shape }]) => [name, np.zeros(shape)]));
  const known = arrays(work.teacher ?? []);
  let state: State = { params, first: zeros(), second: zeros(), count: np.array(0) };
  let loss: np.Array | null = null;
  return {
    step() {
      loss?.dispose();
      [loss, state] = step(state, keepTree(known), x.ref, labels.ref);
      // Nothing is computed before somebody asks; this submits what is pending and waits for nothing.
      if (backend === 'webgpu') loss.ref.gpuBufferSync();
      else loss.ref.dataSync();
    },
    loss: async () => Number((await loss?.ref.data())?.[0] ?? Number.NaN),
  };
};
