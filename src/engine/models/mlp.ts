// Multi-layer perceptron: dense layers with an activation between them. Knows nothing of losses or training.

import { type ModelConfig, mlpWidths } from '../../shared/catalog/models.ts';
import { dense } from '../ops/dense.ts';
import type { Random } from '../rng.ts';
import * as tf from '../tf.ts';
import type { Model } from './model.ts';

/**
 * Weights are drawn uniformly from +-1/sqrt(fan in) and biases likewise, as PyTorch's `nn.Linear` does, so that the
 * article's pair starts where its author's did.
 */
export function createMlp(
  config: Extract<ModelConfig, { kind: 'mlp' }>,
  inputs: number,
  outputs: number,
  random: Random,
): Model {
  const widths = mlpWidths(config.hidden, inputs, outputs);
  const layers = widths.slice(1).map((width, i) => {
    const fanIn = widths[i] ?? 1;
    const draw = (size: number) =>
      Float32Array.from({ length: size }, () => (2 * random.uniform() - 1) / Math.sqrt(fanIn));
    return {
      weight: tf.tidy(() =>
        tf.variable(tf.tensor2d(draw(fanIn * width), [fanIn, width])),
      ) as tf.Variable<tf.Rank.R2>,
      bias: tf.tidy(() => tf.variable(tf.tensor1d(draw(width)))) as tf.Variable<tf.Rank.R1>,
    };
  });
  const run = (x: tf.Tensor2D) => {
    const hidden: tf.Tensor2D[] = [];
    const logits = layers.reduce((below, { weight, bias }, i) => {
      const isLast = i === layers.length - 1;
      const parts = isLast ? {} : { activation: config.activation };
      const output = dense(below, weight, { bias, ...parts }); // [B, widths[i + 1]]
      if (!isLast) hidden.push(output);
      return output;
    }, x); // [B, outputs]
    return { logits, hidden, attention: [] };
  };
  return {
    variables: layers.flatMap(({ weight, bias }) => [weight, bias]),
    layerOf: layers.flatMap((_, i) => {
      const name = i === layers.length - 1 ? 'output layer' : `layer ${i + 1}`;
      return [name, name];
    }),
    channelAxes: layers.flatMap(() => [1, null] as const),
    logits: (x) => run(x).logits,
    inside: run,
    hiddenWidths: config.hidden,
    layers,
  };
}
