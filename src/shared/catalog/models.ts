// The model families: what can be set about a model and how large it then is. The networks themselves are engine/models/.

import { choice, layers, type Values } from '../params.ts';

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

/** Number of trainable parameters of a model between `inputs` features and `outputs` classes. */
export function parameterCount(config: ModelConfig, inputs: number, outputs: number): number {
  switch (config.kind) {
    case 'mlp': {
      const widths = mlpWidths(config.hidden, inputs, outputs);
      return widths.slice(1).reduce((sum, width, i) => sum + ((widths[i] ?? 0) + 1) * width, 0);
    }
    default:
      return config.kind satisfies never;
  }
}
