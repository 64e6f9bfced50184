// The model families: what can be set about a model and how large it then is. The networks themselves are engine/models/.

import { choice, integer, layers, number, toggle, type Values } from '../params.ts';

export const activations = [
  { value: 'relu', label: 'ReLU', help: 'max(0, x)' },
  { value: 'tanh', label: 'tanh', help: 'Smooth, between -1 and 1' },
  { value: 'gelu', label: 'GELU', help: 'x times the normal distribution function of x (tanh form)' },
] as const;

export const models = {
  mlp: {
    label: 'Multi-layer perceptron',
    params: {
      hidden: layers({
        label: 'Hidden layers',
        help: 'Units in each hidden layer, first to last. None makes it a linear classifier.',
        maxLayers: 6,
        minWidth: 1,
        maxWidth: 2048,
        default: [128],
      }),
      activation: choice({
        label: 'Activation',
        help: 'The function between two layers.',
        options: activations,
        default: 'relu',
      }),
    },
  },
  gpt: {
    label: 'GPT (transformer)',
    params: {
      nLayer: integer({
        label: 'Layers',
        help: 'Transformer blocks, one after the other.',
        min: 1,
        max: 12,
        default: 2,
      }),
      nHead: integer({
        label: 'Heads',
        help: 'Attention heads in each block; the width must be a multiple of it.',
        min: 1,
        max: 16,
        default: 4,
      }),
      nEmbd: integer({
        label: 'Width',
        help: 'Numbers that stand for one token (embedding size).',
        min: 8,
        max: 512,
        step: 8,
        scale: 'log',
        default: 64,
      }),
      dropout: number({
        label: 'Dropout',
        help: 'Share of activations left out at random while training; helps where the text is short and the model large.',
        min: 0,
        max: 0.5,
        step: 0.05,
        default: 0,
      }),
      tied: toggle({
        label: 'Tie embeddings',
        help: 'Reading and writing share one table of tokens, as in GPT-2.',
        default: true,
      }),
    },
  },
} as const;

export type ModelKind = keyof typeof models;
export type ModelConfig = {
  [K in ModelKind]: { readonly kind: K } & Values<(typeof models)[K]['params']>;
}[ModelKind];
export type Activation = (typeof activations)[number]['value'];

/** All layer widths of an MLP, input and output included: `[768, 128, 8]`. */
export function mlpWidths(hidden: readonly number[], inputs: number, outputs: number): number[] {
  return [inputs, ...hidden, outputs];
}

/** Number of trainable parameters of a GPT; `blockSize` tokens of context, `vocabSize` different ones. */
export function gptParameters(
  { nLayer, nEmbd, tied }: { readonly nLayer: number; readonly nEmbd: number; readonly tied: boolean },
  blockSize: number,
  vocabSize: number,
): number {
  const block = 12 * nEmbd * nEmbd + 13 * nEmbd;
  return (tied ? 1 : 2) * vocabSize * nEmbd + blockSize * nEmbd + nLayer * block + 2 * nEmbd;
}

/**
 * Number of trainable parameters of a model. For an MLP `inputs` are features and `outputs` classes; for a GPT they are the
 * tokens of its context and of its vocabulary.
 */
export function parameterCount(config: ModelConfig, inputs: number, outputs: number): number {
  switch (config.kind) {
    case 'gpt':
      return gptParameters(config, inputs, outputs);
    case 'mlp': {
      const widths = mlpWidths(config.hidden, inputs, outputs);
      return widths.slice(1).reduce((sum, width, i) => sum + ((widths[i] ?? 0) + 1) * width, 0);
    }
    default:
      return config satisfies never;
  }
}

/** The shape of a model in a few words: "768-128-8", "2 layers, 4 heads, 64 wide". */
export function describeShape(config: ModelConfig, inputs: number, outputs: number): string {
  switch (config.kind) {
    case 'mlp':
      return mlpWidths(config.hidden, inputs, outputs).join('-');
    case 'gpt':
      return `${config.nLayer} ${config.nLayer === 1 ? 'layer' : 'layers'}, ${config.nHead} ${config.nHead === 1 ? 'head' : 'heads'}, ${config.nEmbd} wide`;
    default:
      return config satisfies never;
  }
}
