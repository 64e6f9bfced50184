// What a model costs to keep and to run, counted from its settings alone: multiply-accumulates and bytes by precision.
// Times are measured (engine/latency.ts), never derived from these.

import { type ModelConfig, mlpWidths, parameterCount } from './models.ts';

/** Products with an addition, of one forward pass; biases, norms, activations and softmax are not counted. */
export function multiplyAccumulates(config: ModelConfig, inputs: number, outputs: number): number {
  switch (config.kind) {
    case 'mlp': {
      const widths = mlpWidths(config.hidden, inputs, outputs);
      return widths.slice(1).reduce((sum, width, i) => sum + (widths[i] ?? 0) * width, 0);
    }
    case 'gpt': {
      // Per token of a full context: four projections and the two of the MLP (12 C^2 a block), scores and their mix over
      // all T places (2 T C a block), and the output layer. Looking an embedding up costs no product.
      const { nLayer, nEmbd } = config;
      return nLayer * (12 * nEmbd * nEmbd + 2 * inputs * nEmbd) + outputs * nEmbd;
    }
    default:
      return config satisfies never;
  }
}

/** Weights in matrices, which quantisation stores in few bits, and the channels they form: one scale for each. */
interface Matrices {
  readonly weights: number;
  readonly channels: number;
}

function matricesOf(config: ModelConfig, inputs: number, outputs: number): Matrices {
  switch (config.kind) {
    case 'mlp': {
      const widths = mlpWidths(config.hidden, inputs, outputs);
      const channels = widths.slice(1).reduce((sum, width) => sum + width, 0);
      return { weights: multiplyAccumulates(config, inputs, outputs), channels };
    }
    case 'gpt': {
      const { nLayer, nEmbd, tied } = config;
      const tables = (tied ? 1 : 2) * outputs + inputs;
      return {
        weights: nLayer * 12 * nEmbd * nEmbd + tables * nEmbd,
        channels: nLayer * 9 * nEmbd + tables,
      };
    }
    default:
      return config satisfies never;
  }
}

export const precisions = {
  fp32: { label: 'fp32', bits: 32, scaled: false },
  fp16: { label: 'fp16', bits: 16, scaled: false },
  int8: { label: 'int8', bits: 8, scaled: true },
  int4: { label: 'int4', bits: 4, scaled: true },
} as const;
export type Precision = keyof typeof precisions;

/**
 * Bytes of a model's weights. int8 and int4 keep matrices in 8 or 4 bits with one float scale per output channel, and
 * vectors (biases, norms) as floats, as engine/quantise.ts does.
 */
export function modelBytes(
  config: ModelConfig,
  inputs: number,
  outputs: number,
  precision: Precision,
): number {
  const { bits, scaled } = precisions[precision];
  const parameters = parameterCount(config, inputs, outputs);
  if (!scaled) return (parameters * bits) / 8;
  const { weights, channels } = matricesOf(config, inputs, outputs);
  return Math.ceil((weights * bits) / 8) + 4 * channels + 4 * (parameters - weights);
}
