// Task `plane`: points of two to six classes in a square, drawn from a shape with noise.

import type { Shape, TaskConfig } from '../../shared/catalog/tasks.ts';
import { fork, type Random } from '../rng.ts';
import type { Split, VectorTask } from './task.ts';

type PlaneConfig = Extract<TaskConfig, { kind: 'plane' }>;
type Point = readonly [x: number, y: number];

/** Half the side of the square that is drawn. */
const extent = 1.6;

const polar = (radius: number, angle: number): Point => [radius * Math.cos(angle), radius * Math.sin(angle)];

/** A point of class `label` without noise; all shapes lie within about [-1, 1]. */
const drawPoint = {
  moons: (label, random) => {
    const [x, y] = polar(1, Math.PI * random.uniform());
    return label === 0 ? [(x - 0.5) * 0.7, (y - 0.25) * 0.9] : [(0.5 - x) * 0.7, (0.25 - y) * 0.9];
  },
  spirals: (label, random) => {
    const along = Math.sqrt(random.uniform());
    return polar(0.1 + along, 1.75 * 2 * Math.PI * along * 0.75 + Math.PI * label);
  },
  circles: (label, random) => polar(label === 0 ? 0.45 : 1, 2 * Math.PI * random.uniform()),
  xor: (label, random) => {
    const x = 2 * random.uniform() - 1;
    const y = random.uniform() * (label === 0 ? 1 : -1) * Math.sign(x);
    return [x, y];
  },
  blobs: (label, random, classes) => {
    const [x, y] = polar(0.8, (2 * Math.PI * label) / classes + Math.PI / 2);
    return [x + 0.12 * random.normal(), y + 0.12 * random.normal()];
  },
} satisfies Record<Shape, (label: number, random: Random, classes: number) => Point>;

function draw({ shape, noise }: PlaneConfig, classes: number, size: number, random: Random): Split {
  const features = new Float32Array(2 * size);
  const labels = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const label = i % classes;
    const [x, y] = drawPoint[shape](label, random, classes);
    labels[i] = label;
    features.set([x + noise * random.normal(), y + noise * random.normal()], 2 * i);
  }
  return { features, labels, size };
}

const names = ['blue', 'orange', 'green', 'pink', 'yellow', 'brown'];

/** Points [N, 2] of two classes, or of as many as the blobs have, drawn from the seed. */
export function plane(config: PlaneConfig, seed: number): VectorTask {
  const classes = config.shape === 'blobs' ? config.classes : 2;
  const train = draw(config, classes, config.points, fork(seed, 'data', 'train'));
  const validation = draw(
    config,
    classes,
    Math.max(200, Math.round(config.points / 2)),
    fork(seed, 'data', 'validation'),
  );
  const at = (index: number) => [
    validation.features[2 * index] ?? 0,
    validation.features[2 * index + 1] ?? 0,
  ];
  const fields = ['x', 'y'].map((name) => ({ name, min: -extent, max: extent }));
  return {
    kind: 'vectors',
    classes: names.slice(0, classes),
    outputs: classes,
    inputs: 2,
    train,
    validation,
    input: { kind: 'numbers', fields },
    encode: (probe) =>
      probe.kind === 'numbers' && probe.values.length === 2 ? Float32Array.from(probe.values) : null,
    show(index) {
      const values = at(index);
      return { probe: { kind: 'numbers', values }, title: `(${values.map((v) => v.toFixed(2)).join(', ')})` };
    },
    extent,
    notes: [],
    recipe: {
      kind: 'numbers',
      fields: fields.map((field) => ({ ...field, scale: 1, mean: 0, sd: 1 })),
    },
    example: [0.5, 0.25],
  };
}
