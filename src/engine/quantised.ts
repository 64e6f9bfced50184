// A copy of a model whose matrices hold only what 8 or 4 bits can say. Biases and norms stay as they are.

import type { Model } from './models/model.ts';
import { dequantise, quantise } from './quantise.ts';
import * as tf from './tf.ts';

/** `create` makes a model of the same shape; its variables are the caller's to dispose of. The original is only read. */
export async function quantisedModel(model: Model, create: () => Model, bits: 8 | 4): Promise<Model> {
  const weights = await Promise.all(model.variables.map((variable) => variable.data<'float32'>()));
  const copy = create();
  copy.variables.forEach((variable, i) => {
    const exact = weights[i] ?? new Float32Array();
    const channelAxis = model.channelAxes[i] ?? null;
    const [rows = 1, columns = 1] = variable.shape;
    const shape = { rows, columns, channelAxis: channelAxis ?? 0 };
    const stored = channelAxis === null ? exact : dequantise(quantise(exact, shape, bits), shape);
    tf.tidy(() => variable.assign(tf.tensor(stored, variable.shape)));
  });
  return copy;
}
