// What is told of the networks' inside, against a forward pass written out here; and that looking changes nothing and leaves
// nothing behind.

import { beforeAll, describe, expect, it } from 'vitest';
import type { Inside, InsideQuestion } from '../../shared/protocol/inside.ts';
import { studentLanes } from '../../shared/protocol/lanes.ts';
import { watchNothing } from '../../shared/protocol/watch.ts';
import { useBackend } from '../backend/backend.testing.ts';
import type { Lane } from '../lane.ts';
import {
  advance,
  beginExperiment,
  type Experiment,
  expectNothingChanged,
  smallPlane,
  smallText,
} from '../looking.testing.ts';
import { planeGrid } from '../snapshots/grid.ts';
import { makeSnapshot } from '../snapshots/snapshot.ts';
import * as tf from '../tf.ts';

const close = (actual: number | undefined, expected: number, within = 2e-5) =>
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThan(within);

const text = {
  ...smallText,
  'teacher.nLayer': 2,
  'student.nLayer': 1,
  'train.studentSteps': 20,
  'train.evalEvery': 100,
};
/** Features of any kind are looked at on one input; a plane's are soon computed. */
const probe = { kind: 'numbers', values: [0.3, -0.2] } as const;

async function look<K extends Inside['of']>(
  { training, task }: Experiment,
  asked: InsideQuestion & { of: K },
): Promise<Extract<Inside, { of: K }>> {
  const snapshot = await makeSnapshot('inside', training, task, { ...watchNothing, inside: asked });
  if (snapshot?.kind !== 'inside') throw new Error('no snapshot');
  return snapshot as unknown as Extract<Inside, { of: K }>;
}

type Layer = { weight: Float32Array; bias: Float32Array };
async function layersOf(lane: Lane): Promise<Layer[]> {
  const { weights } = await lane.save();
  return weights.flatMap((weight, i) =>
    i % 2 === 0 ? [{ weight, bias: weights[i + 1] as Float32Array }] : [],
  );
}

/** ReLU layers at one place, in float64: what each answers, the last one its logits. */
function forward(layers: readonly Layer[], input: readonly number[]): number[][] {
  let below = [...input];
  return layers.map(({ weight, bias }, at) => {
    below = Array.from(bias, (b, unit) => {
      const sum = below.reduce((total, value, i) => total + value * (weight[i * bias.length + unit] ?? 0), b);
      return at === layers.length - 1 ? sum : Math.max(0, sum);
    });
    return below;
  });
}

function pearson(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (of: (i: number) => number) => x.reduce((total, _, i) => total + of(i), 0);
  const dx = (i: number) => (x[i] ?? 0) - mx;
  const dy = (i: number) => (y[i] ?? 0) - my;
  return sum((i) => dx(i) * dy(i)) / Math.sqrt(sum((i) => dx(i) ** 2) * sum((i) => dy(i) ** 2));
}

describe.each(['cpu', 'wasm'] as const)('the units of a plane on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('answer what a forward pass says, hear the weights that there are, and have the twins that correlate most', async () => {
    const settings = { ...smallPlane, 'teacher.activation': 'relu', 'student.activation': 'relu' };
    const own = await beginExperiment(settings);
    advance(own.training, 20);
    const seen = await look(own, { of: 'plane', units: 3 });
    const places = planeGrid(seen.extent, seen.cells);
    const answers = async (lane: Lane) => {
      const layers = await layersOf(lane);
      const all = Array.from({ length: seen.cells ** 2 }, (_, i) =>
        forward(layers, [...places.subarray(2 * i, 2 * i + 2)]),
      );
      return {
        layers,
        valuesOf: (layer: number, unit: number) => all.map((at) => at[layer]?.[unit] ?? Number.NaN),
      };
    };
    const [teacher, student] = [
      await answers(own.training.lanes.teacher),
      await answers(own.training.lanes.student),
    ];
    own.training.dispose();
    const [first, second, output] = seen.lanes.student;
    if (first === undefined || second === undefined || output === undefined) throw new Error('three layers');
    expect([first.units, second.units, output.units]).toEqual([4, 3, 2]);
    const outOf = (unit: number) =>
      Math.hypot(...(student.layers[1]?.weight.subarray(3 * unit, 3 * unit + 3) ?? []));
    const least = [0, 1, 2, 3].reduce((a, b) => (outOf(a) <= outOf(b) ? a : b));
    expect(first.shown).toEqual([0, 1, 2, 3].filter((unit) => unit !== least));
    first.shown.forEach((unit, row) => {
      const expected = student.valuesOf(0, unit);
      const size = expected.length;
      expected.forEach((value, i) => {
        close(first.maps[row * size + i], value, 1e-4);
      });
      close(first.active[row], expected.filter((value) => value > 0).length / size, 1e-6);
      close(first.largest[row], Math.max(...expected.map(Math.abs)), 1e-4);
      close(first.outOf[row], outOf(unit));
      close(first.bias[row], student.layers[0]?.bias[unit] ?? 0, 1e-9);
      const twin = seen.like.student.twins[0]?.[row];
      const all = [0, 1, 2, 3, 4, 5].map((other) => pearson(expected, teacher.valuesOf(0, other)));
      const strongest = Math.max(...all.filter(Number.isFinite).map(Math.abs));
      close(Math.abs(twin?.correlation ?? Number.NaN), strongest, 1e-4);
      close(all[twin?.unit ?? -1], twin?.correlation ?? Number.NaN, 1e-4);
      const map = teacher.valuesOf(0, twin?.unit ?? -1);
      map.forEach((value, i) => {
        close(seen.like.student.twinMaps[0]?.[row * size + i], value, 1e-4);
      });
      second.shown.forEach((above, column) => {
        const weight = second.weights[row * second.shown.length + column];
        close(weight, student.layers[1]?.weight[unit * 3 + above] ?? Number.NaN, 1e-9);
      });
    });
    seen.lanes.teacher[0]?.shown.forEach((unit, at) => {
      const theirs = teacher.valuesOf(0, unit);
      const all = [0, 1].flatMap((layer) =>
        Array.from(student.layers[layer]?.bias ?? [], (_, other) =>
          pearson(theirs, student.valuesOf(layer, other)),
        ),
      );
      const largest = Math.max(0, ...all.filter(Number.isFinite).map(Math.abs));
      close(seen.like.student.met[0]?.[at], largest, 1e-4);
    });
    const [a = 0, b = 0] = [student.valuesOf(2, 0)[5], student.valuesOf(2, 1)[5]];
    close(output.maps[5], 1 / (1 + Math.exp(b - a)), 1e-4);
    expect(seen.like.student.cka).toHaveLength(3);
    expect(seen.like.student.cka[0]).toHaveLength(2);
  });
});

describe('a look inside', () => {
  beforeAll(() => useBackend('wasm'));

  it('counts units that are 0 everywhere, and finds nothing like them', async () => {
    const own = await beginExperiment({
      ...smallPlane,
      'teacher.activation': 'relu',
      'student.activation': 'relu',
    });
    const [, bias] = own.training.lanes.student.model.variables;
    bias?.assign(tf.tensor1d([-100, 0.1, 0.1, 0.1]));
    const seen = await look(own, { of: 'plane', units: 8 });
    own.training.dispose();
    expect(seen.lanes.student[0]?.dead).toBe(1);
    expect(seen.lanes.student[0]?.largest[0]).toBe(0);
    expect(seen.lanes.student[0]?.active[0]).toBe(0);
    expect(seen.like.student.twins[0]?.[0]).toBeNull();
  });

  it('of a linear classifier has no units, and still compares what it answers', async () => {
    const own = await beginExperiment({ ...smallPlane, 'student.hidden': [] });
    const seen = await look(own, { of: 'plane', units: 8 });
    own.training.dispose();
    expect(seen.lanes.student).toHaveLength(1);
    expect(seen.like.student.twins).toEqual([]);
    expect(seen.like.student.cka).toHaveLength(1);
  });

  it('finds a head of the same weights in the teacher, at distance 0', async () => {
    const own = await beginExperiment({ ...text, 'student.nLayer': 2 });
    own.training.lanes.student.model.variables.forEach((variable, i) => {
      variable.assign(own.training.lanes.teacher.model.variables[i] as tf.Tensor);
    });
    const seen = await look(own, { of: 'text', text: '' });
    own.training.dispose();
    const { length } = seen.tokens;
    expect(seen.nearest.student.map(({ layer, head }) => [layer, head])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    for (const { distance } of seen.nearest.student) close(distance, 0, 1e-9);
    const { weights } = seen.lanes.teacher;
    for (let row = 0; row < weights.length / length; row++) {
      const shares = [...weights.subarray(row * length, (row + 1) * length)];
      close(
        shares.reduce((sum, share) => sum + share, 0),
        1,
      );
      expect(shares.slice((row % length) + 1).every((share) => share === 0)).toBe(true);
    }
  });

  it('on one input tells every unit, and compares layers on validation inputs', async () => {
    const own = await beginExperiment({ ...smallPlane, 'student.activation': 'relu' });
    advance(own.training, 10);
    const seen = await look(own, { of: 'input', probe });
    if (own.task.kind !== 'vectors') throw new Error('points are vectors');
    const input = own.task.encode(probe) ?? new Float32Array();
    const layers = await layersOf(own.training.lanes.student);
    own.training.dispose();
    expect(seen.lanes?.teacher[0]).toHaveLength(6);
    forward(layers, [...input])[0]?.forEach((value, i) => {
      close(seen.lanes?.student[0]?.[i], value);
    });
    expect(seen.like.control.cka.flat()).toHaveLength(3 * 2);
    for (const lane of studentLanes)
      for (const value of seen.like[lane].cka.flat()) expect(value >= 0 && value <= 1.0001).toBe(true);
  });

  it.each([
    ['units of a plane', smallPlane, { of: 'plane', units: 4 }],
    ['attention', { ...text, 'student.dropout': 0.2 }, { of: 'text', text: '' }],
    ['units on an input', smallPlane, { of: 'input', probe }],
  ] as const)('changes nothing, to the bit, and keeps nothing: %s', async (_, settings, asked) => {
    await expectNothingChanged(settings, (own) => look(own, asked), 2);
  });
});
