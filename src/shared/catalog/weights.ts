// Names and shapes of a model's weights, in the engine's order: what a checkpoint's arrays are. Pure; makes no weights.

import { type ModelConfig, type ModelKind, mlpWidths } from './models.ts';

export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

type Layout<K extends ModelKind> = (
  config: Extract<ModelConfig, { kind: K }>,
  inputs: number,
  outputs: number,
) => WeightSpec[];

const linear = (name: string, inputs: number, outputs: number): WeightSpec[] => [
  { name: `${name}.weight`, shape: [inputs, outputs] },
  { name: `${name}.bias`, shape: [outputs] },
];

const norm = (name: string, width: number): WeightSpec[] =>
  ['weight', 'bias'].map((part) => ({ name: `${name}.${part}`, shape: [width] }));

/** As Hugging Face's GPT-2 names them. */
const gpt: Layout<'gpt'> = ({ nLayer, nEmbd, tied }, blockSize, vocabSize) => [
  { name: 'wte.weight', shape: [vocabSize, nEmbd] },
  { name: 'wpe.weight', shape: [blockSize, nEmbd] },
  ...Array.from({ length: nLayer }, (_, layer) => [
    ...norm(`h.${layer}.ln_1`, nEmbd),
    ...linear(`h.${layer}.attn.c_attn`, nEmbd, 3 * nEmbd),
    ...linear(`h.${layer}.attn.c_proj`, nEmbd, nEmbd),
    ...norm(`h.${layer}.ln_2`, nEmbd),
    ...linear(`h.${layer}.mlp.c_fc`, nEmbd, 4 * nEmbd),
    ...linear(`h.${layer}.mlp.c_proj`, 4 * nEmbd, nEmbd),
  ]).flat(),
  ...norm('ln_f', nEmbd),
  ...(tied ? [] : [{ name: 'lm_head.weight', shape: [vocabSize, nEmbd] }]),
];

const layouts: { readonly [K in ModelKind]: Layout<K> } = {
  mlp({ hidden }, inputs, outputs) {
    const widths = mlpWidths(hidden, inputs, outputs);
    return widths.slice(1).flatMap((width, layer) => linear(`layers.${layer}`, widths[layer] ?? 0, width));
  },
  gpt,
};

/** The weights of a model; `inputs` and `outputs` as for `parameterCount`. */
export function weightLayout(config: ModelConfig, inputs: number, outputs: number): WeightSpec[] {
  // Each layout takes its own kind's config; TypeScript cannot see that the key and the config belong together.
  const layout = layouts[config.kind] as Layout<ModelKind>;
  return layout(config as never, inputs, outputs);
}
