// The lanes' hidden units over a plane, the weights between them, and which of the teacher's units the others have.

import type { LayerMaps, NetworkLike, PlaneInside, Twin } from '../../shared/protocol/inside.ts';
import { type LaneId, laneIds, studentLanes } from '../../shared/protocol/lanes.ts';
import type { DenseLayer, Inside, Model } from '../models/model.ts';
import { planeGrid } from '../snapshots/grid.ts';
import * as tf from '../tf.ts';
import type { Training } from '../train.ts';
import { chooseUnits } from './choose.ts';
import { type Read, readTogether } from './read.ts';
import { ckaTable, layersOf, likeness } from './similarity.ts';

/** Side of the maps in cells. */
const cells = 32;
/** Units of a layer that are compared with the teacher's at most. */
const mostCompared = 256;

type PerLane<T> = Readonly<Record<LaneId, T>>;
/** Of each hidden layer, indices of units. */
type Units = readonly (readonly number[])[];
interface Chosen {
  readonly shown: Units;
  /** Those that are shown first, then others. */
  readonly compared: Units;
}

const shownBefore = new WeakMap<Training, PerLane<Chosen>>();

const perLane = <T>(of: (lane: LaneId) => T): PerLane<T> => ({
  teacher: of('teacher'),
  student: of('student'),
  control: of('control'),
});
const indices = (units: readonly number[]): tf.Tensor1D => tf.tensor1d([...units], 'int32');
const columns = (x: tf.Tensor2D, units: readonly number[]): tf.Tensor2D => tf.gather(x, indices(units), 1);
const norms = (weight: tf.Tensor2D, axis: 0 | 1): tf.Tensor1D => tf.sqrt(tf.sum(tf.square(weight), axis));

async function choose(training: Training, layersOf: PerLane<readonly DenseLayer[]>, most: number) {
  const outOf = await readTogether(() =>
    perLane((lane) => layersOf[lane].slice(1).map(({ weight }) => norms(weight, 1))),
  );
  const before = shownBefore.get(training);
  const chosen = perLane((lane): Chosen => {
    const shown = outOf[lane].map((of, i) => chooseUnits(of, most, before?.[lane].shown[i]));
    const compared = outOf[lane].map((of, i) => {
      const first = shown[i] ?? [];
      const ranked = chooseUnits(of, mostCompared).filter((unit) => !first.includes(unit));
      return [...first, ...ranked].slice(0, mostCompared);
    });
    return { shown, compared };
  });
  shownBefore.set(training, chosen);
  return chosen;
}

/** One lane's maps and weights, layer by layer, the output layer last. */
function mapsOf(layers: readonly DenseLayer[], { logits, hidden }: Inside, shown: Units) {
  return layers.map(({ weight, bias }, i) => {
    const isLast = i === layers.length - 1;
    const units = isLast ? Array.from({ length: weight.shape[1] }, (_, k) => k) : (shown[i] ?? []);
    const values = isLast ? tf.softmax(logits) : (hidden[i] as tf.Tensor2D); // [N, units]
    const below = i === 0 ? weight : tf.gather(weight, indices(shown[i - 1] ?? []));
    const next = layers[i + 1];
    const largest = tf.max(tf.abs(values), 0); // [units]
    const active = tf.mean(tf.cast(tf.greater(values, 0), 'float32'), 0); // [units]
    const of = <T extends tf.Tensor>(all: T): T => tf.gather(all, indices(units));
    return {
      maps: tf.transpose(columns(values, units)), // [shown, N]
      weights: columns(below, units),
      into: of(norms(weight, 0)),
      outOf: next === undefined ? [] : [of(norms(next.weight, 1))],
      bias: of(bias),
      active: of(active),
      largest: of(largest),
      dead: tf.sum(tf.cast(tf.equal(largest, 0), 'float32')),
    };
  });
}

/** Compared units of all hidden layers side by side, [N, units]. */
const together = ({ hidden }: Inside, compared: Units): tf.Tensor2D =>
  tf.concat2d(
    hidden.map((x, i) => columns(x, compared[i] ?? [])),
    1,
  );

/** How like the teacher's one lane is; nothing but layers where either has no hidden ones. */
function compare(own: Inside, of: Chosen, teacher: Inside, ofTeacher: Chosen) {
  const cka = ckaTable(layersOf(own), layersOf(teacher));
  if (own.hidden.length === 0 || teacher.hidden.length === 0) return { cka, twins: [] };
  const theirs = together(teacher, ofTeacher.compared);
  const found = likeness(together(own, of.compared), theirs);
  let from = 0;
  const twinMaps = of.shown.map((shown, i) => {
    const best = tf.slice1d(found.best, from, shown.length);
    from += of.compared[i]?.length ?? 0;
    return tf.transpose(tf.gather(theirs, best, 1)); // [shown, N]
  });
  return { cka, twins: [{ ...found, maps: twinMaps }] };
}

type Compared = Read<ReturnType<typeof compare>>;

/** Where each unit of the teacher's that is compared stands. */
const placesOf = ({ compared }: Chosen): Pick<Twin, 'layer' | 'unit'>[] =>
  compared.flatMap((units, layer) => units.map((unit) => ({ layer, unit })));

/** Something of every shown unit, layer by layer, from its place among those that are compared. */
function forShown<T>({ shown, compared }: Chosen, of: (at: number) => T): T[][] {
  let from = 0;
  return shown.map((units, layer) => {
    const first = from;
    from += compared[layer]?.length ?? 0;
    return units.map((_, at) => of(first + at));
  });
}

function likeOf({ cka, twins: [found] }: Compared, of: Chosen, ofTeacher: Chosen): NetworkLike {
  const width = ofTeacher.compared.length + 1;
  const table = Array.from({ length: of.compared.length + 1 }, (_, i) =>
    Array.from(cka.subarray(i * width, (i + 1) * width)),
  );
  if (found === undefined)
    return { cka: table, twins: of.shown.map(() => []), twinMaps: [], met: [], covered: Number.NaN };
  const places = placesOf(ofTeacher);
  const twinOf = (at: number): Twin | null => {
    const place = places[found.best[at] ?? -1];
    if (place === undefined || found.varies[at] !== 1) return null;
    const [most = Number.NaN, least = Number.NaN] = [found.most[at], found.least[at]];
    const correlation = most >= -least ? most : least;
    // It meets none where all of the teacher's are constant.
    return correlation === 0 ? null : { ...place, correlation };
  };
  const twins = forShown(of, twinOf);
  const met = forShown(ofTeacher, (at) => found.met[at] ?? Number.NaN);
  const varying = Array.from(found.met).filter((_, i) => found.otherVaries[i] === 1);
  const covered = varying.reduce((sum, r) => sum + r, 0) / varying.length;
  return { cka: table, twins, twinMaps: found.maps, met, covered };
}

/** A lane's maps with the numbers of the configuration beside them. */
function layersOfLane(
  read: Read<ReturnType<typeof mapsOf>>,
  layers: readonly DenseLayer[],
  shown: Units,
): LayerMaps[] {
  return read.map(({ outOf: [outOf = new Float32Array()], dead: [dead = 0], ...numbers }, i) => {
    const units = layers[i]?.bias.size ?? 0;
    const all = Array.from({ length: units }, (_, k) => k);
    return { ...numbers, outOf, dead, units, shown: i === read.length - 1 ? all : (shown[i] ?? []) };
  });
}

const denseLayersOf = (model: Model): readonly DenseLayer[] | null => model.layers ?? null;

/** Maps of at most `most` units a layer over a square of half side `extent`; null for models that are no perceptrons. */
export async function networkInside(
  training: Training,
  extent: number,
  most: number,
): Promise<PlaneInside | null> {
  const models = perLane((lane) => training.lanes[lane].model);
  const found = laneIds.map((lane) => denseLayersOf(models[lane]));
  const [teacher, student, control] = found;
  if (!teacher || !student || !control) return null;
  const layers = { teacher, student, control };
  const chosen = await choose(training, layers, most);
  const read = await readTogether(() => {
    const x = tf.tensor2d(planeGrid(extent, cells), [cells * cells, 2]);
    const inside = perLane((lane) => models[lane].inside(x));
    return {
      maps: perLane((lane) => mapsOf(layers[lane], inside[lane], chosen[lane].shown)),
      like: Object.fromEntries(
        studentLanes.map((lane) => [
          lane,
          compare(inside[lane], chosen[lane], inside.teacher, chosen.teacher),
        ]),
      ) as Record<'student' | 'control', ReturnType<typeof compare>>,
    };
  });
  const likeTeacher = (lane: 'student' | 'control') => likeOf(read.like[lane], chosen[lane], chosen.teacher);
  return {
    of: 'plane',
    cells,
    extent,
    lanes: perLane((lane) => layersOfLane(read.maps[lane], layers[lane], chosen[lane].shown)),
    like: { student: likeTeacher('student'), control: likeTeacher('control') },
    compared: mostCompared,
  };
}
