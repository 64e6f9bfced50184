// The X-ray against independent numbers, and that looking changes nothing.

import { beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../shared/config.ts';
import type { LaneXray } from '../shared/protocol/snapshots.ts';
import { watchNothing, type XrayItem } from '../shared/protocol/watch.ts';
import { useBackend } from './backend/backend.testing.ts';
import type { Lane } from './lane.ts';
import {
  advance,
  beginExperiment,
  type Experiment,
  expectNothingChanged,
  smallPlane,
  smallText,
} from './looking.testing.ts';
import { makeSnapshot } from './snapshots/snapshot.ts';

const asked: XrayItem = { index: 3, place: 2 };

async function look({ training, task }: Experiment) {
  const snapshot = await makeSnapshot('xray', training, task, { ...watchNothing, xray: asked });
  if (snapshot?.kind !== 'xray') throw new Error('no snapshot');
  return snapshot;
}

const weightsOf = async (lane: Lane): Promise<number[]> => (await lane.save()).weights.flatMap((w) => [...w]);
const norm = (values: readonly number[]): number => Math.hypot(...values);

/**
 * The gradient of a step from what the step does: plain SGD moves each weight by the learning rate times its gradient.
 * Alpha 0 and 1 leave one side of the loss each, so that norms and angle follow without asking for any gradient.
 */
async function gradientByStep(
  settings: Settings,
  alpha: number,
  lane: 'student' | 'control',
): Promise<number[]> {
  const run = await beginExperiment({
    ...settings,
    'train.optimizer': 'sgd',
    'train.learningRate': 0.1,
  });
  advance(run.training, 5);
  run.training.patch({ alpha });
  const before = await weightsOf(run.training.lanes[lane]);
  run.training.step();
  const after = await weightsOf(run.training.lanes[lane]);
  run.training.dispose();
  return before.map((weight, i) => (weight - (after[i] ?? 0)) / 0.1);
}

const settings: Settings = { ...smallPlane, 'distill.temperature': 3, 'distill.alpha': 0.3 };

describe.each(['cpu', 'wasm'] as const)('the X-ray on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each([
    ['student', {}],
    ['control', { 'distill.control': 'oneTemperature' }],
  ] as const)('of the %s tells the gradients that steps are made of', async (lane, own) => {
    const run = await beginExperiment({
      ...settings,
      ...own,
      'train.optimizer': 'sgd',
      'train.learningRate': 0.1,
    });
    advance(run.training, 5);
    const seen: LaneXray = (await look(run)).lanes[lane];
    run.training.dispose();
    const [labels, teacher] = [
      await gradientByStep({ ...settings, ...own }, 0, lane),
      await gradientByStep({ ...settings, ...own }, 1, lane),
    ];
    const [ofLabels, ofTeacher] = [0.7 * norm(labels), 0.3 * norm(teacher)];
    const product = labels.reduce((sum, value, i) => sum + value * (teacher[i] ?? 0), 0);
    const whole = labels.map((value, i) => 0.7 * value + 0.3 * (teacher[i] ?? 0));
    // Differences of float32 weights leave about four digits.
    const close = (actual: number | null | undefined, expected: number) =>
      expect(Math.abs((actual ?? Number.NaN) - expected) / Math.abs(expected)).toBeLessThan(2e-3);
    close(seen.terms[0]?.norm, ofLabels);
    close(seen.terms[1]?.norm, ofTeacher);
    close(seen.terms[1]?.share, ofTeacher / (ofLabels + ofTeacher));
    close(seen.cosine, product / (norm(labels) * norm(teacher)));
    close(seen.norm, norm(whole));
  });

  it.each(['sgd', 'momentum', 'adam', 'adamw'])('tells how far %s moves each layer', async (optimizer) => {
    const run = await beginExperiment({ ...settings, 'train.optimizer': optimizer });
    advance(run.training, 5);
    const { layers } = (await look(run)).lanes.student;
    const before = await run.training.lanes.student.save();
    run.training.step();
    const after = await run.training.lanes.student.save();
    run.training.dispose();
    expect(layers.map(({ name }) => name)).toEqual(['layer 1', 'layer 2', 'output layer']);
    layers.forEach(({ updateToWeight }, layer) => {
      const both = [2 * layer, 2 * layer + 1];
      const was = both.flatMap((i) => [...(before.weights[i] ?? [])]);
      const is = both.flatMap((i) => [...(after.weights[i] ?? [])]);
      const ratio = norm(is.map((weight, i) => weight - (was[i] ?? 0))) / norm(was);
      expect(Math.abs(updateToWeight - ratio) / ratio).toBeLessThan(2e-3);
    });
  });
});

describe('the X-ray', () => {
  beforeAll(() => useBackend('wasm'));

  it.each([
    ['an MLP', smallPlane, {}],
    ['a control with a teacher of its own', smallPlane, { 'distill.control': 'teacherNotFrozen' }],
    ['a GPT with dropout that writes', smallText, { 'student.dropout': 0.2, 'distill.lambda': 0.5 }],
  ] as const)('changes nothing: the same curves with the panel open or closed, %s', async (_, base, own) => {
    await expectNothingChanged({ ...base, ...own }, look, 4);
  });
});
