// The models in plain JavaScript: one example at a time, no library. The same arithmetic as the engine's.

import type { Activation, ModelConfig, ModelKind } from '../shared/catalog/models.ts';
import type { NamedTensor } from '../shared/portable.ts';

/** What a saved page holds of a model. */
export interface AloneModel {
  readonly model: ModelConfig;
  readonly inputs: number;
  readonly outputs: number;
  readonly tensors: readonly NamedTensor[];
}

type Numbers = Float32Array | Int32Array;

/** x W + b for rows [R, inputs]; sums in double precision, rounded once. */
function dense(x: Numbers, weight: NamedTensor, bias: NamedTensor): Float32Array {
  const [inputs = 0, outputs = 0] = weight.shape;
  const rows = x.length / inputs;
  const y = new Float32Array(rows * outputs);
  const sums = new Float64Array(outputs);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < outputs; j++) sums[j] = bias.values[j] as number;
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i] as number;
      // Hashed features are mostly 0.
      if (value === 0) continue;
      for (let j = 0; j < outputs; j++)
        sums[j] = (sums[j] as number) + value * (weight.values[i * outputs + j] as number);
    }
    y.set(sums, row * outputs);
  }
  return y;
}

const gelu = (x: number): number =>
  0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

const activate: Readonly<Record<Activation, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  tanh: Math.tanh,
  gelu,
};

function layerNorm(x: Float32Array, weight: NamedTensor, bias: NamedTensor): Float32Array {
  const width = weight.values.length;
  const y = new Float32Array(x.length);
  for (let at = 0; at < x.length; at += width) {
    const row = x.subarray(at, at + width);
    const mean = row.reduce((sum, value) => sum + value, 0) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    for (let i = 0; i < width; i++) {
      const centred = ((row[i] as number) - mean) / Math.sqrt(variance + 1e-5);
      y[at + i] = centred * (weight.values[i] as number) + (bias.values[i] as number);
    }
  }
  return y;
}

/** Causal attention over [T, 3C] queries, keys and values, to [T, C]. */
function attend(all: Float32Array, length: number, heads: number, width: number): Float32Array {
  const size = width / heads;
  const mixed = new Float32Array(length * width);
  for (let head = 0; head < heads; head++) {
    for (let to = 0; to < length; to++) {
      const query = to * 3 * width + head * size;
      const scores: number[] = [];
      for (let from = 0; from <= to; from++) {
        const key = from * 3 * width + width + head * size;
        let dot = 0;
        for (let i = 0; i < size; i++) dot += (all[query + i] as number) * (all[key + i] as number);
        scores.push(dot / Math.sqrt(size));
      }
      const most = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - most));
      const total = powers.reduce((sum, power) => sum + power, 0);
      for (let i = 0; i < size; i++) {
        let sum = 0;
        powers.forEach((power, from) => {
          sum += power * (all[from * 3 * width + 2 * width + head * size + i] as number);
        });
        mixed[to * width + head * size + i] = sum / total;
      }
    }
  }
  return mixed;
}

type Runner<K extends ModelKind> = (
  model: Extract<ModelConfig, { kind: K }>,
  alone: AloneModel,
  weight: (name: string) => NamedTensor,
  x: Numbers,
) => Float32Array;

const plus = (a: Float32Array, b: Float32Array): Float32Array =>
  a.map((value, i) => value + (b[i] as number));

const mlp: Runner<'mlp'> = ({ hidden, activation }, _alone, weight, x) => {
  let y = x as Float32Array;
  for (let layer = 0; layer <= hidden.length; layer++) {
    y = dense(y, weight(`layers.${layer}.weight`), weight(`layers.${layer}.bias`));
    if (layer < hidden.length) y = y.map(activate[activation]);
  }
  return y;
};

const gpt: Runner<'gpt'> = ({ nLayer, nHead, nEmbd, tied }, { outputs }, weight, ids) => {
  const linear = (x: Float32Array, name: string) =>
    dense(x, weight(`${name}.weight`), weight(`${name}.bias`));
  const norm = (x: Float32Array, name: string) =>
    layerNorm(x, weight(`${name}.weight`), weight(`${name}.bias`));
  const tokens = weight('wte.weight').values;
  const places = weight('wpe.weight').values;
  let x = new Float32Array(ids.length * nEmbd); // [T, C]
  for (let at = 0; at < x.length; at++) {
    const token = ids[Math.floor(at / nEmbd)] as number;
    x[at] = (tokens[token * nEmbd + (at % nEmbd)] as number) + (places[at] as number);
  }
  for (let layer = 0; layer < nLayer; layer++) {
    const name = `h.${layer}`;
    const mixed = attend(linear(norm(x, `${name}.ln_1`), `${name}.attn.c_attn`), ids.length, nHead, nEmbd);
    x = plus(x, linear(mixed, `${name}.attn.c_proj`)) as Float32Array<ArrayBuffer>;
    const wide = linear(norm(x, `${name}.ln_2`), `${name}.mlp.c_fc`).map(gelu); // [T, 4C]
    x = plus(x, linear(wide, `${name}.mlp.c_proj`)) as Float32Array<ArrayBuffer>;
  }
  const last = norm(x, 'ln_f').subarray(-nEmbd); // [C]
  const head = weight(tied ? 'wte.weight' : 'lm_head.weight').values;
  return Float32Array.from({ length: outputs }, (_, token) => {
    let sum = 0;
    for (let i = 0; i < nEmbd; i++) sum += (last[i] as number) * (head[token * nEmbd + i] as number);
    return sum;
  });
};

const runners: { readonly [K in ModelKind]: Runner<K> } = { mlp, gpt };

/** Logits [outputs] for features [inputs], or for the token behind ids [T], T at most `inputs`. */
export function logitsOf(alone: AloneModel, x: Numbers): Float32Array {
  const byName = new Map(alone.tensors.map((tensor) => [tensor.name, tensor]));
  const weight = (name: string): NamedTensor => {
    const tensor = byName.get(name);
    if (tensor === undefined) throw new Error(`this file has no weight ${name}`);
    return tensor;
  };
  // Each runner takes its own kind's config; TypeScript cannot see that the key and the config belong together.
  const run = runners[alone.model.kind] as Runner<ModelKind>;
  return run(alone.model as never, alone, weight, x);
}
