// Every format is opened again by a program that is not ours, and must answer as the engine does.

import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine/backend/backend.testing.ts';
import { bytesOf } from './files.ts';
import { writeOnnx } from './onnx/onnx.ts';
import { batchOf, distance, sampleOf, samples } from './portable.testing.ts';
import { writeTfjs } from './tfjs.ts';

const tolerance = 1e-5;

beforeAll(() => useBackend('cpu'));

describe.each(Object.entries(samples))('%s', (_name, hash) => {
  it('ONNX answers in onnxruntime as the engine does', async () => {
    const sample = await sampleOf(hash);
    const session = await ort.InferenceSession.create(writeOnnx(sample.portable));
    for (const length of [1, 4, Math.min(8, sample.portable.inputs)]) {
      const { x, shape } = batchOf(sample, length);
      const isText = x instanceof Int32Array;
      const feed = isText
        ? new ort.Tensor('int64', BigInt64Array.from(x, BigInt), shape)
        : new ort.Tensor('float32', x, shape);
      const { logits } = await session.run({ [isText ? 'input_ids' : 'features']: feed });
      const own = sample.logits(x, shape);
      expect(logits?.dims).toEqual([...(isText ? shape : [shape[0]]), sample.portable.outputs]);
      expect(Math.max(...own.map(Math.abs))).toBeGreaterThan(1);
      expect(distance(logits?.data as Float32Array, own)).toBeLessThan(tolerance);
    }
  });

  it('a graph model answers in stock TensorFlow.js as the engine does', async () => {
    const sample = await sampleOf(hash);
    const [json, weights] = writeTfjs(sample.portable);
    if (json === undefined || weights === undefined) throw new Error('a file is missing');
    const artifacts = JSON.parse(String(json.content));
    const model = await loadGraphModel({
      load: async () => ({
        ...artifacts,
        weightSpecs: artifacts.weightsManifest[0].weights,
        weightData: bytesOf(weights).buffer,
      }),
    });
    for (const length of [1, 4, Math.min(8, sample.portable.inputs)]) {
      const { x, shape } = batchOf(sample, length);
      const answer = tf.tidy(() => {
        const input = tf.tensor2d(x, shape, x instanceof Int32Array ? 'int32' : 'float32');
        return (model.execute(input) as tf.Tensor).dataSync();
      });
      expect(distance(answer as Float32Array, sample.logits(x, shape))).toBeLessThan(tolerance);
    }
    model.dispose();
  });
});
