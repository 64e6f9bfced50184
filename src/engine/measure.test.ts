// What is measured of models against PyTorch's and NumPy's numbers: calibration, agreement, KL, quantisation.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from './backend/backend.testing.ts';
import { calibrationBins, calibrationOf } from './calibration.ts';
import { measurable, measureFidelity, rowMeasures, summarise } from './fidelity.ts';
import { createModel } from './models/model.ts';
import { dequantise, largestCode, quantise } from './quantise.ts';
import { quantisedModel } from './quantised.ts';
import { fork } from './rng.ts';
import * as tf from './tf.ts';

interface Fixtures {
  fidelity: {
    name: string;
    shape: [number, number];
    teacher: number[];
    model: number[];
    labels: number[];
    accuracy: number;
    agreement: number;
    kl: number;
    nll: number;
    counts: number[];
    calibrationError: number;
  }[];
  quantisation: {
    name: string;
    shape: [number, number];
    channelAxis: 0 | 1;
    bits: 8 | 4;
    weights: number[];
    codes: number[];
    scales: number[];
    values: number[];
  }[];
  network: {
    x: number[];
    labels: number[];
    weights: number[][];
    widths: [number, number, number];
    results: Record<'fp32' | 'int8' | 'int4', { accuracy: number; nll: number }>;
  };
}
const fixtures = JSON.parse(
  readFileSync(new URL('./measure.fixtures.json', import.meta.url), 'utf8'),
) as Fixtures;

const oneHot = (labels: readonly number[], classes: number) =>
  tf.tensor2d(labels.map((label) => Array.from({ length: classes }, (_, k) => (k === label ? 1 : 0))));

describe.each(['cpu', 'wasm'] as const)('fidelity on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(fixtures.fidelity)('$name, as NumPy and PyTorch', (row) => {
    const rows = tf.tidy(() =>
      rowMeasures(
        tf.tensor2d(row.model, row.shape),
        oneHot(row.labels, row.shape[1]),
        tf.tensor2d(row.teacher, row.shape),
      ),
    );
    const ours = summarise([{ rows: rows.dataSync() as Float32Array, counts: null }]);
    rows.dispose();
    expect(ours.rows).toBe(row.shape[0]);
    expect(ours.accuracy).toBeCloseTo(row.accuracy, 6);
    expect(ours.agreement).toBeCloseTo(row.agreement, 6);
    expect(ours.kl).toBeCloseTo(row.kl, 5);
    expect(ours.nll).toBeCloseTo(row.nll, 5);
    expect(ours.calibration.counts).toEqual(row.counts);
    expect(ours.calibration.error).toBeCloseTo(row.calibrationError, 5);
  });
});

describe('calibration', () => {
  it('is 0 where confidence is the share of right answers, and the distance where it is not', () => {
    const half = Array.from({ length: 100 }, (_, i) => i % 2);
    expect(calibrationOf(new Array(100).fill(0.5), half).error).toBeCloseTo(0, 9);
    expect(calibrationOf(new Array(100).fill(0.9), half).error).toBeCloseTo(0.4, 9);
    expect(calibrationOf([], []).error).toBe(0);
  });

  it('puts a bound into the bin below it, 0 into the first, and loses no prediction', () => {
    const { counts } = calibrationOf([0, 1 / 15, 1 / 15 + 1e-9, 1], [0, 1, 1, 1]);
    expect(counts).toHaveLength(calibrationBins);
    expect([counts[0], counts[1], counts[14]]).toEqual([2, 1, 1]);
  });
});

describe('rows that do not count', () => {
  it('change nothing', () => {
    const rows = Float32Array.from([0.5, 0.9, 1, 0, 1, 0, 0.1, 9, 0.2, 9]);
    const { rows: counted, ...ours } = summarise([{ rows, counts: Float32Array.from([1, 0]) }]);
    expect(counted).toBe(1);
    expect(ours.nll).toBeCloseTo(0.1, 6);
    expect(ours.kl).toBeCloseTo(0.2, 6);
    expect(ours.accuracy).toBe(1);
  });

  it('a set too large is thinned evenly', () => {
    const all = Int32Array.from({ length: 100_000 }, (_, i) => i);
    const chosen = measurable(all, 16);
    expect(chosen).toHaveLength(256);
    expect(chosen[0]).toBe(0);
    expect(chosen[255]).toBeGreaterThan(99_000);
    expect(measurable(all.subarray(0, 10), 16)).toHaveLength(10);
  });
});

describe('quantisation', () => {
  it.each(fixtures.quantisation)('$name, $bits bits, axis $channelAxis, as PyTorch', (row) => {
    const shape = { rows: row.shape[0], columns: row.shape[1], channelAxis: row.channelAxis };
    const stored = quantise(Float32Array.from(row.weights), shape, row.bits);
    expect([...stored.codes]).toEqual(row.codes);
    row.scales.forEach((scale, channel) => {
      expect(Math.abs((stored.scales[channel] ?? 0) / scale - 1)).toBeLessThan(1e-6);
    });
    dequantise(stored, shape).forEach((value, i) => {
      expect(Math.abs(value - (row.values[i] ?? 0))).toBeLessThanOrEqual(1e-6 * Math.abs(row.values[i] ?? 0));
    });
  });

  it('rounds halves to even and is never more than half a step off', () => {
    const weights = Float32Array.from([127, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 3.2]);
    const shape = { rows: 1, columns: 8, channelAxis: 0 } as const;
    expect([...quantise(weights, shape, 8).codes]).toEqual([127, 0, 2, 2, 0, -2, -2, 3]);
    for (const bits of [8, 4] as const) {
      const stored = quantise(weights, shape, bits);
      dequantise(stored, shape).forEach((value, i) => {
        expect(Math.abs(value - (weights[i] ?? 0))).toBeLessThanOrEqual(0.5001 * (127 / largestCode(bits)));
      });
    }
  });
});

describe.each(['cpu', 'wasm'] as const)('a quantised network on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  const { x, labels, weights, widths, results } = fixtures.network;
  const [inputs, hidden, outputs] = widths;
  const config = { kind: 'mlp', hidden: [hidden], activation: 'relu' } as const;

  it.each(['fp32', 'int8', 'int4'] as const)('%s is as accurate as PyTorch says', async (precision) => {
    const model = createModel(config, inputs, outputs, fork(1, 'weights'));
    model.variables.forEach((variable, i) => {
      tf.tidy(() => variable.assign(tf.tensor(weights[i] ?? [], variable.shape)));
    });
    const create = () => createModel(config, inputs, outputs, fork(1, 'weights'));
    const measured =
      precision === 'fp32' ? model : await quantisedModel(model, create, precision === 'int8' ? 8 : 4);
    const batch = () => ({
      x: tf.tensor2d(x, [labels.length, inputs]),
      targets: oneHot(labels, outputs),
      weights: null,
      rows: null,
    });
    const [ours] = await measureFidelity([measured], [batch]);
    expect(ours?.accuracy).toBeCloseTo(results[precision].accuracy, 6);
    expect(ours?.nll).toBeCloseTo(results[precision].nll, 4);
    tf.dispose([...model.variables, ...measured.variables]);
  });
});
