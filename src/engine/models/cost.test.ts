// The sizes counted from settings are those of the variables that the models really have.

import { beforeAll, describe, expect, it } from 'vitest';
import { modelBytes, multiplyAccumulates } from '../../shared/catalog/cost.ts';
import type { ModelConfig } from '../../shared/catalog/models.ts';
import { useBackend } from '../backend/backend.testing.ts';
import { fork } from '../rng.ts';
import * as tf from '../tf.ts';
import { createModel } from './model.ts';

const mlp = (...hidden: number[]): ModelConfig => ({ kind: 'mlp', hidden, activation: 'relu' });
const gpt = (tied: boolean): ModelConfig => ({
  kind: 'gpt',
  nLayer: 2,
  nHead: 2,
  nEmbd: 8,
  dropout: 0,
  tied,
});
const models: [string, ModelConfig, number, number][] = [
  ['768-128-8', mlp(128), 768, 8],
  ['no hidden layer', mlp(), 5, 3],
  ['a tied GPT', gpt(true), 6, 11],
  ['a GPT with its own output layer', gpt(false), 6, 11],
];

describe('cost', () => {
  beforeAll(() => useBackend('cpu'));

  it.each(models)('bytes of %s', (_, config, inputs, outputs) => {
    const { variables, channelAxes } = createModel(config, inputs, outputs, fork(1, 'weights'));
    expect(channelAxes).toHaveLength(variables.length);
    const bytes = { fp32: 0, fp16: 0, int8: 0, int4: 0 };
    variables.forEach(({ size, shape }, i) => {
      const axis = channelAxes[i] ?? null;
      bytes.fp32 += 4 * size;
      bytes.fp16 += 2 * size;
      bytes.int8 += axis === null ? 4 * size : size + 4 * (shape[axis] ?? 0);
      bytes.int4 += axis === null ? 4 * size : size / 2 + 4 * (shape[axis] ?? 0);
    });
    for (const [precision, expected] of Object.entries(bytes)) {
      expect(modelBytes(config, inputs, outputs, precision as keyof typeof bytes)).toBe(Math.ceil(expected));
    }
    tf.dispose([...variables]);
  });

  it('multiply-accumulates of the classic pair and of a GPT token, by hand', () => {
    expect(multiplyAccumulates(mlp(128), 768, 8)).toBe(768 * 128 + 128 * 8);
    // A block: 3 + 1 + 4 + 4 squares of the width, and two products with each of 6 places; then the output layer.
    expect(multiplyAccumulates(gpt(true), 6, 11)).toBe(2 * (12 * 64 + 2 * 6 * 8) + 11 * 8);
    expect(multiplyAccumulates(gpt(false), 6, 11)).toBe(multiplyAccumulates(gpt(true), 6, 11));
  });
});
